package io.blip2j.nn.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.io.SafeTensors;
import io.blip2j.core.io.SafeTensorsWriter;
import io.blip2j.core.op.update.Update;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Module;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.testing.TinyTransformer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDictTest {
    private final Backend backend = Backends.select();
    private final TinyTransformer model = new TinyTransformer(backend, 1);
    private final Map<String, Tensor> saved = new LinkedHashMap<>(StateDict.save(model, KeyMap.SAME));

    private InputException refused(KeyMap map) {
        String before = StateDict.hash(model);
        InputException problem = assertThrows(
                InputException.class,
                () -> StateDict.load(model, TensorSource.of("model.safetensors", saved), map, backend));
        assertEquals(before, StateDict.hash(model), "nothing was loaded");
        assertTrue(problem.getMessage().contains(" model.safetensors: found "), problem.getMessage());
        return problem;
    }

    @Test
    void throughAFileEveryBitComesBack(@TempDir Path folder) {
        Path file = folder.resolve("model.safetensors");
        SafeTensorsWriter.write(file, StateDict.save(model, KeyMap.SAME.under("text.")), Map.of());
        TinyTransformer other = new TinyTransformer(backend, 2);
        assertNotEquals(StateDict.hash(model), StateDict.hash(other));
        try (SafeTensors open = SafeTensors.open(file)) {
            StateDict.load(other, TensorSource.of("file", open), KeyMap.SAME.under("text."), backend);
        }
        assertEquals(StateDict.hash(model), StateDict.hash(other));
    }

    @Test
    void aParameterWithoutATensorIsNamedWithTheNearestKey() {
        saved.put("blocks.1.attention.query.wieght", saved.remove("blocks.1.attention.query.weight"));
        InputException problem = refused(KeyMap.SAME);
        assertEquals("MODEL-MISSING", problem.code());
        assertTrue(problem.found().contains("'blocks.1.attention.query.weight'"), problem.found());
        assertTrue(problem.expected().contains("nearest: 'blocks.1.attention.query.wieght'"), problem.expected());
    }

    @Test
    void aTensorWithoutAParameterIsNamedWithTheNearestName() {
        saved.put("blocks.0.fc3.weight", Tensor.zeros(backend, 1));
        InputException problem = refused(KeyMap.SAME);
        assertEquals("MODEL-EXTRA", problem.code());
        assertTrue(problem.found().contains("'blocks.0.fc3.weight'"), problem.found());
        assertTrue(problem.expected().matches(".*nearest: 'blocks.0.fc[12].weight'.*"), problem.expected());
    }

    @Test
    void tenNamesAreShownAndTheOthersCounted() {
        int all = saved.size();
        saved.clear();
        InputException problem = refused(KeyMap.SAME);
        assertTrue(problem.found().endsWith("and " + (all - 10) + " more"), problem.found());
    }

    @Test
    void anotherShapeIsRefused() {
        saved.put("last.weight", Tensor.zeros(backend, 7));
        InputException problem = refused(KeyMap.SAME);
        assertEquals("MODEL-SHAPE", problem.code());
        assertTrue(problem.getMessage().contains("'last.weight' of shape [7], expected shape [96]"));
    }

    @Test
    void whatTheMapAllowsIsAllowed() {
        saved.remove("last.bias");
        saved.put("blocks.0.position_ids", Tensor.zeros(backend, 1));
        saved.put("rest.weight", Tensor.zeros(backend, 1));
        KeyMap map = KeyMap.SAME.ignoring("rest\\..*").allowingMissing("last\\.bias");
        StateDict.load(model, TensorSource.of("map", saved), map, backend);
        assertEquals(
                "MODEL-EXTRA",
                refused(KeyMap.SAME.allowingMissing("last\\.bias")).code());
        assertEquals("MODEL-MISSING", refused(KeyMap.SAME.ignoring("rest\\..*")).code());
    }

    @Test
    void modelsLoadedFromOneMapShareNothing() {
        TinyTransformer first = new TinyTransformer(backend, 2);
        TinyTransformer second = new TinyTransformer(backend, 3);
        StateDict.load(first, TensorSource.of("map", saved), KeyMap.SAME, backend);
        StateDict.load(second, TensorSource.of("map", saved), KeyMap.SAME, backend);
        Parameter changed = first.parameters().getFirst();
        Update.write(changed.tensor().detach().mul(2), changed.tensor());
        assertEquals(StateDict.hash(model), StateDict.hash(second));
        assertFalse(StateDict.hash(model).equals(StateDict.hash(first)));
    }

    @Test
    void aHashCountsNamesAndValuesOfWhatIsAskedFor() {
        Module linear = new Linear(2, 2, true);
        linear.parameters()
                .forEach(parameter ->
                        parameter.set(Tensor.zeros(backend, parameter.shape().dims())));
        String all = StateDict.hash(linear);
        String weight = StateDict.hash(linear, parameter -> parameter.path().equals("weight"));
        linear.parameters().get(1).set(Tensor.of(backend, new float[] {0, 1}, 2));
        assertNotEquals(all, StateDict.hash(linear));
        assertEquals(
                weight, StateDict.hash(linear, parameter -> parameter.path().equals("weight")));
        linear.rootName("other");
        assertNotEquals(
                weight, StateDict.hash(linear, parameter -> parameter.path().endsWith("weight")));
        assertArrayEquals(
                new float[] {0, 1}, linear.parameters().get(1).values().toFloats());
    }
}
