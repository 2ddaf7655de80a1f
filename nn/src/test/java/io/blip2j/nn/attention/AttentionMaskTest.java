package io.blip2j.nn.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.init.Initialization;
import io.blip2j.nn.init.Initializer;
import org.junit.jupiter.api.Test;

/// Masks as pictures: a row for each query, `#` where it looks, `.` where the weight is exactly 0.
class AttentionMaskTest {
    private final Backend backend = Backends.select();

    private String picture(AttentionMask mask, AttentionSpec spec, int batch, int keys) {
        MultiHeadAttention attention = new MultiHeadAttention(
                new MultiHeadAttention.Options(4, 4, 4, 1, false, 0, "query", "key", "value", "output"));
        new Initialization().rule(".*", new Initializer.Normal(0.5)).apply(attention, backend, 1);
        float[] values = new float[Shape.of(batch, keys, 4).size()];
        Philox.normal(RandomKey.of(1, "x"), values);
        Tensor x = Tensor.of(backend, values, batch, keys, 4);
        float[] weights = attention
                .probabilities(spec, x, attention.keyValues(x), mask, null)
                .toFloats();
        StringBuilder picture = new StringBuilder();
        for (int i = 0; i < weights.length; i++) {
            picture.append(weights[i] == 0 ? '.' : '#').append((i + 1) % keys == 0 ? "\n" : "");
        }
        return picture.toString();
    }

    @Test
    void withoutPaddingThereIsNoMask() {
        assertSame(AttentionMask.none(), AttentionMask.of(new long[][] {{1, 1}, {1, 1}}, backend));
        assertSame(AttentionMask.none(), AttentionMask.of(null, backend));
    }

    @Test
    void paddingAtTheEndShortensRows() {
        AttentionMask mask = AttentionMask.of(new long[][] {{1, 1, 0}, {1, 1, 1}}, backend);
        assertNull(mask.tensor());
        assertEquals("""
                ##.
                ##.
                ##.
                ###
                ###
                ###
                """, picture(mask, AttentionSpec.full(1), 2, 3));
    }

    @Test
    void paddingElsewhereIsHidden() {
        AttentionMask mask = AttentionMask.of(new long[][] {{0, 1, 1}, {1, 0, 1}}, backend);
        assertNotNull(mask.tensor());
        assertEquals("""
                .##
                .##
                .##
                #.#
                #.#
                #.#
                """, picture(mask, AttentionSpec.full(1), 2, 3));
    }

    @Test
    void causalRowsSeeThemselvesAndEarlierOnesThatAreNoPadding() {
        AttentionMask mask = AttentionMask.of(new long[][] {{1, 1, 1, 0}}, backend);
        assertEquals("""
                #...
                ##..
                ###.
                ###.
                """, picture(mask, AttentionSpec.causal(1, 0), 1, 4));
    }

    @Test
    void keysInFrontAreSeenByAll() {
        assertEquals("""
                ##.#
                ##.#
                ##.#
                ##.#
                """, picture(AttentionMask.of(new long[][] {{0, 1}}, 2, backend), AttentionSpec.full(1), 1, 4));
        assertEquals("""
                ###.
                ###.
                ###.
                ###.
                """, picture(AttentionMask.of(new long[][] {{1, 0}}, 2, backend), AttentionSpec.full(1), 1, 4));
        assertEquals(
                """
                ##..
                ##..
                ###.
                ####
                """, picture(AttentionMask.none(), AttentionSpec.causal(1, 0).withPrefix(2), 1, 4));
    }

    @Test
    void headsDivideTheWidth() {
        assertThrows(ShapeException.class, () -> new MultiHeadAttention.Options(4, 4, 10, 3, false, 0, "q", "k", "v"));
    }
}
