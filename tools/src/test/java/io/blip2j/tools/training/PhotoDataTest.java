package io.blip2j.tools.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.blip2.text.WordTokenizers;
import io.blip2j.blip2.train.Recipe;
import io.blip2j.blip2.vit.VisionTower;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.nn.state.StateDict;
import io.blip2j.tools.cli.Console;
import io.blip2j.tools.infer.GoldenFolders;
import io.blip2j.tools.miniature.MiniModels;
import io.blip2j.tools.world.WorldWords;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stage 1 on a folder of picture files, some of them bad.
class PhotoDataTest {
    private static final Console SILENT = new Console(
            new PrintStream(OutputStream.nullOutputStream()),
            new PrintStream(OutputStream.nullOutputStream()),
            false,
            true,
            0);

    @TempDir
    Path folder;

    private final Backend backend = Backends.named("vector");

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("photos"));
        List<String> pictures = GoldenFolders.pictures();
        for (int i = 0; i < 6; i++) {
            Files.copy(Path.of(pictures.get(i)), folder.resolve("photos/" + i + ".png"));
            Files.writeString(folder.resolve("photos/" + i + ".txt"), "a red circle\na large blue square");
        }
        WordTokenizers.writeWordPiece(folder.resolve("bert"), WorldWords.all());
    }

    /// One for each run: its last norm learns along.
    private VisionTower tower() {
        VisionTower tower = VisionTower.of(MiniModels.vision());
        MiniModels.initialVision().apply(tower, backend, 7);
        tower.freezeTower();
        return tower;
    }

    private RecipeFile recipe(Map<String, Object> more) {
        Map<String, Object> keys =
                new LinkedHashMap<>(Recipe.phase(7, 6, 5, 1e-3).toMap());
        keys.put("tokenizer", "bert");
        keys.put("data", List.of(Map.of("path", "photos")));
        keys.putAll(more);
        return PhotoData.absolute(new RecipeFile("test", folder, keys));
    }

    private Stage1Run.Result run(RecipeFile recipe, String out, BooleanSupplier stop) {
        VisionTower tower = tower();
        try (TrainingData data = TrainingData.of(recipe, tower, backend, SILENT)) {
            Stage1Run.Result result =
                    new Stage1Run(recipe, tower, data, folder.resolve(out)).run(backend, _ -> {}, stop);
            data.report(folder, SILENT);
            return result;
        }
    }

    @Test
    void stoppedAndResumedEndsWithTheSameBits() {
        RecipeFile recipe = recipe(Map.of());
        String whole = StateDict.hash(run(recipe, "whole", () -> false).model());
        AtomicInteger steps = new AtomicInteger();
        assertFalse(run(recipe, "parts", () -> steps.getAndIncrement() >= 3).finished());
        Stage1Run.Result rest = run(recipe, "parts", () -> false);
        assertTrue(rest.finished());
        assertEquals(whole, StateDict.hash(rest.model()));
    }

    @Test
    void badPictureIsListedAndTooManyStop() throws IOException {
        Files.write(folder.resolve("photos/3.png"), new byte[] {1, 2, 3});
        assertTrue(run(recipe(Map.of("max_bad", 0.5)), "borne", () -> false).finished());
        assertEquals(1, Files.readAllLines(folder.resolve("bad-samples.jsonl")).size());
        InputException failure =
                assertThrows(InputException.class, () -> run(recipe(Map.of()), "stopped", () -> false));
        assertEquals("DATA-BAD", failure.code());
        assertEquals(InputException.Kind.BAD, failure.kind());
    }

    @Test
    void wrongDataKeysAreTold() {
        for (Object data : List.of("photos", List.of(), List.of("photos"), List.of(Map.of("ratio", 1)))) {
            InputException failure = assertThrows(InputException.class, () -> recipe(Map.of("data", data)));
            assertEquals(InputException.Kind.CONFIG, failure.kind());
        }
    }
}
