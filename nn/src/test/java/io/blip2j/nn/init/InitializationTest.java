package io.blip2j.nn.init;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.shape.Shape;
import io.blip2j.nn.LayerNorm;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Module;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.state.StateDict;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InitializationTest {
    private final Backend backend = Backends.select();
    private final RandomKey key = RandomKey.of(1, "init/x");

    /// The same parts in the order given.
    private static final class Parts extends Module {
        private Parts(String... names) {
            for (String name : names) {
                child(name, name.startsWith("norm") ? new LayerNorm(8, 1e-5) : new Linear(8, 8, true));
            }
        }
    }

    private static Initialization rules() {
        return new Initialization()
                .rule("norm.*\\.weight", new Initializer.Constant(1))
                .rule(".*\\.bias", new Initializer.Constant(0))
                .rule(".*", new Initializer.Normal(0.02));
    }

    private Map<String, String> values(Module module, long seed) {
        rules().apply(module, backend, seed);
        Map<String, String> values = new TreeMap<>();
        for (Parameter parameter : module.parameters()) {
            values.put(parameter.path(), StateDict.hash(module, one -> one == parameter));
        }
        return values;
    }

    @Test
    void everyParameterBeginsWithValuesOfItsOwnWhateverTheOrder() {
        Map<String, String> values = values(new Parts("a", "norm1", "b"), 1);
        assertEquals(values, values(new Parts("b", "a", "norm1"), 1), "order of construction");
        assertNotEquals(values, values(new Parts("a", "norm1", "b"), 2), "seed");
        Parts parts = new Parts("a", "b", "c");
        rules().apply(parts, backend, 1);
        Set<Float> firsts = new HashSet<>();
        for (Parameter parameter : parts.parameters()) {
            assertTrue(parameter.isSet() && parameter.learns());
            if (parameter.path().endsWith("weight")) {
                assertTrue(firsts.add(parameter.values().toFloats()[0]), "no two alike");
            }
        }
    }

    @Test
    void theFirstRuleThatFitsHoldsAndAParameterWithoutOneIsNamed() {
        Parts parts = new Parts("norm1");
        rules().apply(parts, backend, 1);
        assertEquals(1, parts.parameters().getFirst().values().toFloats()[7]);
        String message = assertThrows(
                        IllegalStateException.class,
                        () -> new Initialization()
                                .rule("x", new Initializer.Constant(1))
                                .apply(parts, backend, 1))
                .getMessage();
        assertTrue(message.contains("norm1.weight"), message);
    }

    @Test
    void distributionsHaveTheirMoments() {
        Shape shape = Shape.of(200, 100);
        moments(new Initializer.Normal(0.02), shape, 0.02);
        moments(new Initializer.FanIn(1), shape, 0.1);
        moments(new Initializer.TruncatedNormal(0.02), shape, 0.02 * 0.8796); // of a normal cut at two deviations
        for (float value : new Initializer.TruncatedNormal(0.02).values(shape, key)) {
            assertTrue(Math.abs(value) <= 0.04f);
        }
        assertArrayEquals(
                new float[] {
                    0, 1, 0, 1, (float) Math.sin(1), (float) Math.cos(1), (float) Math.sin(0.01), (float) Math.cos(0.01)
                },
                new Initializer.Sinusoid(1).values(Shape.of(2, 4), key),
                1e-7f);
    }

    private void moments(Initializer initializer, Shape shape, double std) {
        double sum = 0;
        double squares = 0;
        for (float value : initializer.values(shape, key)) {
            sum += value;
            squares += (double) value * value;
        }
        assertEquals(0, sum / shape.size(), 4 * std / Math.sqrt(shape.size()), initializer.toString());
        assertEquals(std, Math.sqrt(squares / shape.size()), 0.03 * std, initializer.toString());
    }
}
