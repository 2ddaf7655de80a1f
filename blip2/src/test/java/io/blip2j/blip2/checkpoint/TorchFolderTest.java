package io.blip2j.blip2.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.blip2j.blip2.checkpoint.torch.TorchFileWriter;
import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.io.SafeTensorsWriter.Piece;
import io.blip2j.core.shape.DType;
import io.blip2j.core.testing.Golden;
import io.blip2j.nn.state.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// Folders of before safetensors load as any other.
final class TorchFolderTest {
    private final Backend backend = Backends.select();
    private final Path golden = Golden.folders("models").stream()
            .filter(path -> Files.exists(path.resolve(ModelFolder.WEIGHTS))
                    && path.getFileName().toString().startsWith("blip2-t5"))
            .findFirst()
            .orElseThrow();
    private final List<Piece> pieces = new ArrayList<>();
    private String expected;

    @TempDir
    private Path folder;

    @BeforeEach
    void copySettings() throws IOException {
        Files.copy(golden.resolve("config.json"), folder.resolve("config.json"));
        expected = StateDict.hash(Blip2ForConditionalGeneration.load(golden, backend));
        try (ModelFolder files = ModelFolder.open(golden)) {
            for (String name : files.names()) {
                var tensor = files.read(name, backend).cast(DType.F32);
                pieces.add(new Piece(name, DType.F32, tensor.shape(), () -> tensor));
            }
        }
    }

    private String found() {
        return StateDict.hash(Blip2ForConditionalGeneration.load(folder, backend));
    }

    @Test
    void oneFile() {
        TorchFileWriter.write(folder.resolve(ModelFolder.TORCH_WEIGHTS), pieces, Map.of());
        assertEquals(expected, found());
    }

    @Test
    void severalFilesWithAnIndex() {
        ObjectNode map = ConfigJson.writable();
        for (int shard = 0; shard < 2; shard++) {
            String name = "pytorch_model-0000" + (shard + 1) + "-of-00002.bin";
            List<Piece> some =
                    pieces.subList(shard == 0 ? 0 : pieces.size() / 2, shard == 0 ? pieces.size() / 2 : pieces.size());
            TorchFileWriter.write(folder.resolve(name), some, Map.of());
            some.forEach(piece -> map.put(piece.name(), name));
        }
        ObjectNode index = ConfigJson.writable();
        index.set("weight_map", map);
        ConfigJson.write(folder.resolve(ModelFolder.TORCH_INDEX), index);
        assertEquals(expected, found());
    }

    @Test
    void brokenFileIsSaid() throws IOException {
        Files.writeString(folder.resolve(ModelFolder.TORCH_WEIGHTS), "<html></html>");
        assertEquals(
                "PKL-WRONGFILE", assertThrows(InputException.class, this::found).code());
    }
}
