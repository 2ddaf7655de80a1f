package io.blip2j.tools.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Names of models among what Hugging Face's tools have downloaded.
class ModelPlaceTest {
    @TempDir
    private Path scratch;

    @ParameterizedTest
    @CsvSource({
        "HF_HUB_CACHE, ''",
        "HUGGINGFACE_HUB_CACHE, ''",
        "HF_HOME, hub",
        "XDG_CACHE_HOME, huggingface/hub",
    })
    void cacheIsWhereItsToolsPutIt(String variable, String below) throws IOException {
        Path cached = scratch.resolve(below).resolve("models--some--blip2-tiny");
        Path snapshot = Files.createDirectories(cached.resolve("snapshots/abc123"));
        Map<String, String> environment = Map.of(variable, scratch.toString());
        assertEquals(snapshot, ModelPlace.find("some/blip2-tiny", environment));
        Path newer = Files.createDirectories(cached.resolve("snapshots/def456"));
        assertThrows(InputException.class, () -> ModelPlace.find("some/blip2-tiny", environment));
        Files.writeString(Files.createDirectories(cached.resolve("refs")).resolve("main"), "def456\n");
        assertEquals(newer, ModelPlace.find("some/blip2-tiny", environment));
    }

    @Test
    void whatIsNowhereNamesThePlaces() {
        InputException missing = assertThrows(
                InputException.class, () -> ModelPlace.find("some/other", Map.of("HF_HUB_CACHE", scratch.toString())));
        assertEquals(InputException.Kind.MISSING, missing.kind());
        assertTrue(missing.getMessage()
                .contains(scratch.resolve("models--some--other").toString()));
    }

    @Test
    void folderGoesBeforeTheCache() throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("some/model"));
        assertEquals(folder, ModelPlace.find(folder.toString(), Map.of()));
        Path file = Files.createFile(scratch.resolve("model.safetensors"));
        assertEquals(
                InputException.Kind.BAD,
                assertThrows(InputException.class, () -> ModelPlace.find(file.toString(), Map.of()))
                        .kind());
    }
}
