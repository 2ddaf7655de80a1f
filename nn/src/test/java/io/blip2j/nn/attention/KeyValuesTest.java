package io.blip2j.nn.attention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.memory.Step;
import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import io.blip2j.nn.init.Initialization;
import io.blip2j.nn.init.Initializer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyValuesTest {
    static List<Backend> backends() {
        return Backends.available();
    }

    private static Tensor numbers(Backend backend, String name, int... dims) {
        float[] values = new float[Shape.of(dims).size()];
        Philox.normal(RandomKey.of(3, name), values);
        return Tensor.of(backend, values, dims);
    }

    /// Rows of different lengths, each step one key more for each: as attention over the whole row, bit for bit.
    @ParameterizedTest
    @MethodSource("backends")
    void aCacheThatGrowsGivesWhatTheWholeRowGives(Backend backend) {
        MultiHeadAttention attention = new MultiHeadAttention(
                new MultiHeadAttention.Options(24, 24, 24, 3, true, 0, "query", "key", "value", "output"));
        new Initialization().rule(".*", new Initializer.Normal(0.3)).apply(attention, backend, 1);
        Tensor x = numbers(backend, "x", 2, 40, 24);
        int[] prompt = {3, 5};
        AttentionSpec spec = AttentionSpec.full(attention.scale());
        KeyValues first = attention.keyValues(x.slice(1, 0, 5));
        KeyValues cache = new KeyValues();
        assertTrue(cache.isEmpty());
        cache.start(first.keys(), first.values(), prompt, 40);
        for (int step = 0; step < 30; step++) {
            Tensor[] next = new Tensor[2];
            for (int row = 0; row < 2; row++) {
                next[row] = x.slice(0, row, row + 1).slice(1, prompt[row] + step, prompt[row] + step + 1);
            }
            Tensor now = io.blip2j.core.op.shape.Concat.of(0, next); // [batch, 1, hidden]
            KeyValues one = attention.keyValues(now);
            cache.append(one.keys(), one.values());
            AttentionMask lengths = AttentionMask.ofLengths(cache.lengths());
            Tensor grown = attention.attend(spec, now, cache, lengths, null, Pass.EVALUATION);
            for (int row = 0; row < 2; row++) {
                int keys = prompt[row] + step + 1;
                assertEquals(keys, cache.lengths()[row]);
                Tensor whole = x.slice(0, row, row + 1).slice(1, 0, keys);
                Tensor alone = attention.attend(
                        spec, next[row], attention.keyValues(whole), AttentionMask.none(), null, Pass.EVALUATION);
                assertArrayEquals(alone.toFloats(), grown.slice(0, row, row + 1).toFloats(), "step " + step);
            }
        }
    }

    @Test
    void selectedRowsAreCopiesWithTheirLengths() {
        Backend backend = Backends.select();
        KeyValues cache = new KeyValues();
        cache.start(numbers(backend, "k", 3, 2, 4), numbers(backend, "v", 3, 2, 4), new int[] {2, 1, 2}, 6);
        KeyValues beams;
        try (Step _ = Step.open()) {
            beams = cache.select(new int[] {2, 0, 2});
        }
        assertArrayEquals(new int[] {2, 2, 2}, beams.lengths());
        for (int row = 0; row < 3; row++) {
            int from = row == 1 ? 0 : 2;
            assertArrayEquals(
                    cache.keys().select(0, from).toFloats(),
                    beams.keys().select(0, row).toFloats());
            assertArrayEquals(
                    cache.values().select(0, from).toFloats(),
                    beams.values().select(0, row).toFloats());
        }
        float[] before = cache.keys().toFloats();
        beams.append(numbers(backend, "one", 3, 1, 4), numbers(backend, "two", 3, 1, 4));
        assertArrayEquals(before, cache.keys().toFloats(), "the first cache is untouched");
        assertArrayEquals(new int[] {2, 1, 2}, cache.lengths());
        assertArrayEquals(new int[] {3, 3, 3}, beams.lengths());
    }

    @Test
    void aFullCacheIsRefused() {
        Backend backend = Backends.select();
        KeyValues cache = new KeyValues();
        cache.start(numbers(backend, "k", 1, 2, 4), numbers(backend, "v", 1, 2, 4), new int[] {2}, 2);
        Tensor one = numbers(backend, "one", 1, 1, 4);
        ShapeException problem = assertThrows(ShapeException.class, () -> cache.append(one, one));
        assertTrue(problem.getMessage().contains("room for 2 keys"), problem.getMessage());
    }
}
