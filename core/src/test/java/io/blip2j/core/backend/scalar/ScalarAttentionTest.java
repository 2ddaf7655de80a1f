package io.blip2j.core.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.Kernels;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.shape.DType;
import org.junit.jupiter.api.Test;

class ScalarAttentionTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private final Kernels kernels = new ScalarKernels();

    /// One head, two rows, three keys, values that tell which key was taken.
    private double[] attend(AttentionSpec spec, Operand mask) {
        Operand q = Make.f64(new double[] {0, 0, 0, 0}, 1, 1, 2, 2);
        Operand k = Make.random("k", 1, 1, 3, 2);
        Operand v = Make.f64(new double[] {1, 10, 100}, 1, 1, 3, 1);
        Operand out = Make.f64(1, 1, 2, 1);
        kernels.attention(spec, q, k, v, mask, null, out, null);
        return Make.values(out);
    }

    @Test
    void rowsSeeTheKeysThatTheyMay() {
        AttentionSpec full = AttentionSpec.full(1);
        assertArrayEquals(new double[] {37, 37}, attend(full, null), 1e-12);
        assertArrayEquals(new double[] {1, 5.5}, attend(AttentionSpec.causal(1, 0), null), 1e-12);
        assertArrayEquals(new double[] {5.5, 37}, attend(AttentionSpec.causal(1, 1), null), 1e-12);
        assertArrayEquals(
                new double[] {5.5, 5.5}, attend(AttentionSpec.causal(1, 0).withPrefix(2), null), 1e-12);
        assertArrayEquals(new double[] {1, 1}, attend(full.withKeyLengths(new int[] {1}), null), 1e-12);
        assertArrayEquals(new double[] {0, 0}, attend(full.withKeyLengths(new int[] {0}), null));
        Operand may = Make.of(DType.BOOL, new double[] {0, 1, 1, 0, 0, 0}, 1, 1, 2, 3);
        assertArrayEquals(new double[] {55, 0}, attend(full, may), 1e-12);
        Operand added = Make.f64(new double[] {0, Math.log(3), -INF, -INF, -INF, -INF}, 1, 1, 2, 3);
        assertArrayEquals(new double[] {7.75, 0}, attend(full, added), 1e-12);
    }

    @Test
    void gradientsMatchDifferencesWithEverythingAtOnce() {
        AttentionSpec spec = AttentionSpec.causal(0.7f, 1)
                .withPrefix(2)
                .withKeyLengths(new int[] {4, 3})
                .withDistances(new AttentionSpec.Distances(new int[] {0, 2, 1}, new int[] {0, 1, 2, 3}, 2))
                .withDropout(0.3f, new RandomKey(5, 1, 2, 0));
        Operand q = Make.random("q", 2, 2, 3, 3);
        Operand k = Make.random("k", 2, 2, 4, 3);
        Operand v = Make.random("v", 2, 2, 4, 2);
        Operand mask = Make.random("mask", 2, 2, 3, 4);
        Operand bias = Make.random("bias", 2, 6);
        Operand out = Make.view(Make.f64(2, 3, 2, 2), l -> l.transpose(1, 2));
        Operand dout = Make.random("dout", 2, 2, 3, 2);
        Operand statistics = Make.f64(2, 2, 3);
        Runnable forward = () -> kernels.attention(spec, q, k, v, mask, bias, out, statistics);
        forward.run();
        Operand dq = Make.view(Make.f64(2, 3, 2, 3), l -> l.transpose(1, 2));
        Operand dk = Make.f64(2, 2, 4, 3);
        Operand dv = Make.f64(2, 2, 4, 2);
        Operand dmask = Make.f64(2, 2, 3, 4);
        Operand dbias = Make.f64(2, 6);
        kernels.attentionGradient(spec, q, k, v, mask, bias, out, statistics, dout, dq, dk, dv, dmask, dbias);
        Make.checkGradient("q", q, out, dout, dq, forward);
        Make.checkGradient("k", k, out, dout, dk, forward);
        Make.checkGradient("v", v, out, dout, dv, forward);
        Make.checkGradient("mask", mask, out, dout, dmask, forward);
        Make.checkGradient("bias", bias, out, dout, dbias, forward);
    }

    @Test
    void raggedSequencesAreComputedAsAlone() {
        Operand q = Make.random("q", 1, 2, 5, 3);
        Operand k = Make.random("k", 1, 2, 7, 3);
        Operand v = Make.random("v", 1, 2, 7, 2);
        Operand out = Make.f64(1, 2, 5, 2);
        AttentionSpec spec = AttentionSpec.causal(1, 0).withDropout(0.5f, new RandomKey(1, 2, 3, 0));
        AttentionSpec ragged = spec.withSequences(
                new AttentionSpec.Sequences(new int[] {0, 2}, new int[] {2, 3}, new int[] {0, 3}, new int[] {3, 4}));
        kernels.attention(ragged, q, k, v, null, null, out, null);
        int[][] rows = {{0, 2}, {2, 5}};
        int[][] keys = {{0, 3}, {3, 7}};
        for (int s = 0; s < 2; s++) {
            int[] tgt = rows[s];
            int[] src = keys[s];
            Operand alone = Make.f64(1, 2, tgt[1] - tgt[0], 2);
            AttentionSpec own = AttentionSpec.causal(1, 1).withDropout(0.5f, new RandomKey(1, 2, 3, s));
            kernels.attention(
                    own,
                    Make.view(q, l -> l.slice(2, tgt[0], tgt[1], 1)),
                    Make.view(k, l -> l.slice(2, src[0], src[1], 1)),
                    Make.view(v, l -> l.slice(2, src[0], src[1], 1)),
                    null,
                    null,
                    alone,
                    null);
            assertArrayEquals(Make.values(alone), Make.values(Make.view(out, l -> l.slice(2, tgt[0], tgt[1], 1))));
        }
    }

    @Test
    void probabilitiesSumToOneOverVisibleKeys() {
        Operand q = Make.random("q", 2, 2, 3, 4);
        Operand k = Make.random("k", 2, 2, 3, 4);
        Operand p = Make.f64(2, 2, 3, 3);
        kernels.attentionProbabilities(AttentionSpec.causal(0.5f, 0), q, k, null, null, p);
        double[] weights = Make.values(p);
        for (int row = 0; row < 12; row++) {
            double sum = 0;
            for (int j = 0; j < 3; j++) {
                sum += weights[row * 3 + j];
                assertEquals(j > row % 3, weights[row * 3 + j] == 0, "row " + row + ", key " + j);
            }
            assertEquals(1, sum, 1e-12);
        }
    }
}
