package io.blip2j.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.io.SafeTensors;
import io.blip2j.core.io.SafeTensorsWriter;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.state.KeyMap;
import io.blip2j.nn.state.StateDict;
import io.blip2j.nn.state.TensorSource;
import io.blip2j.nn.testing.TinyTransformer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Training that stops and goes on from files has the bits of training that never stopped.
class ResumeTest {
    private final Backend backend = Backends.select();

    private static void train(TinyTransformer model, AdamW adamW, int from, int to) {
        for (int step = from; step <= to; step++) {
            model.train(adamW, TinyTransformer.batch(2, step), step);
        }
    }

    private Map<String, Tensor> read(Path file) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (SafeTensors open = SafeTensors.open(file)) {
            open.names().forEach(name -> tensors.put(name, open.read(name, backend)));
        }
        return tensors;
    }

    @Test
    void resumedIsUninterrupted(@TempDir Path folder) {
        TinyTransformer model = new TinyTransformer(backend, 1);
        AdamW adamW = model.optimiser();
        train(model, adamW, 1, 3);
        Path weights = folder.resolve("weights.safetensors");
        Path state = folder.resolve("state.safetensors");
        SafeTensorsWriter.write(weights, StateDict.save(model, KeyMap.SAME), Map.of());
        SafeTensorsWriter.write(state, adamW.state(), Map.of());
        train(model, adamW, 4, 6);

        TinyTransformer resumed = new TinyTransformer(backend, 99);
        StateDict.load(resumed, TensorSource.of("weights", read(weights)), KeyMap.SAME, backend);
        AdamW again = resumed.optimiser();
        again.load(read(state));
        train(resumed, again, 4, 6);
        assertEquals(StateDict.hash(model), StateDict.hash(resumed));

        TinyTransformer cold = new TinyTransformer(backend, 99);
        StateDict.load(cold, TensorSource.of("weights", read(weights)), KeyMap.SAME, backend);
        train(cold, cold.optimiser(), 4, 6);
        assertNotEquals(StateDict.hash(model), StateDict.hash(cold), "without its moments it goes elsewhere");
    }

    @Test
    void aStateInPartIsRefused() {
        TinyTransformer model = new TinyTransformer(backend, 1);
        AdamW adamW = model.optimiser();
        train(model, adamW, 1, 1);
        for (String part : new String[] {"/exp_avg_sq", "/step"}) {
            Map<String, Tensor> state = new LinkedHashMap<>(adamW.state());
            state.remove("last.weight" + part);
            InputException problem = assertThrows(InputException.class, () -> adamW.load(state));
            assertTrue(problem.getMessage().contains("last.weight" + part), problem.getMessage());
        }
    }
}
