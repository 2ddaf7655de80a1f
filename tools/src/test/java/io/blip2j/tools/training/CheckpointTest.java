package io.blip2j.tools.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blip2j.blip2.train.Checkpoint;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Linear;
import io.blip2j.nn.optim.AdamW;
import io.blip2j.nn.optim.ParameterGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The newest checkpoint that is whole wins; a damaged or half-written one is passed over.
class CheckpointTest {
    private final Backend backend = Backends.select();

    @TempDir
    private Path folder;

    @Test
    void aDamagedOrHalfWrittenCheckpointIsPassedOver() throws IOException {
        Checkpoint checkpoint = new Checkpoint(folder);
        Linear layer = layer(1);
        AdamW adamW = new AdamW(ParameterGroup.byDecay(layer.learning(), 0), AdamW.Options.BLIP2);
        checkpoint.save(10, layer, adamW);
        Path kept = folder.resolve("kept");
        Files.move(folder.resolve("step-10"), kept);
        layer.weight().set(Tensor.of(backend, new float[] {2}, 1, 1));
        checkpoint.save(20, layer, adamW);
        Files.move(kept, folder.resolve("step-10"));
        Files.createDirectories(folder.resolve("step-30.tmp"));

        Linear restored = layer(9);
        assertEquals(20, checkpoint.restore(restored, adamW, backend));
        assertArrayEquals(new float[] {2}, restored.weight().values().toFloats());

        Path file = folder.resolve("step-20").resolve("state.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertEquals(10, checkpoint.restore(restored, adamW, backend));
        assertArrayEquals(new float[] {1}, restored.weight().values().toFloats());
    }

    private Linear layer(float value) {
        Linear layer = new Linear(1, 1, false);
        layer.weight().set(Tensor.of(backend, new float[] {value}, 1, 1));
        return layer;
    }
}
