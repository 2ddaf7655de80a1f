package io.blip2j.core.backend.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.Kernels;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.backend.scalar.ScalarKernels;
import io.blip2j.core.parallel.Workers;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.Shape;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VectorAttentionTest {
    private static final Kernels SCALAR = new ScalarKernels();
    private final Random random = new Random(11);

    @AfterEach
    void restoreThreads() {
        Workers.useThreads(Runtime.getRuntime().availableProcessors());
    }

    /// `[batch, heads, seq, dim]` as layers have it: a view of `[batch, seq, heads, dim]`.
    private Operand rows(int batch, int heads, int seq, int dim) {
        float[] values = new float[batch * heads * seq * dim];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        Layout layout = Layout.contiguous(Shape.of(batch, seq, heads, dim)).transpose(1, 2);
        return new Operand(Storage.of(DType.F32, values.length, values), layout);
    }

    private static Operand room(Layout layout) {
        float[] values = new float[layout.shape().size()];
        Arrays.fill(values, 77f);
        return new Operand(Storage.of(DType.F32, values.length, values), layout);
    }

    private static Operand room(int... dims) {
        return room(Layout.contiguous(Shape.of(dims)));
    }

    private static float[] values(Operand x) {
        return x.storage().toFloats(x.layout());
    }

    private static void assertClose(String what, Operand expected, Operand actual, double tolerance) {
        float[] e = values(expected);
        float[] a = values(actual);
        for (int i = 0; i < e.length; i++) {
            if (Float.isNaN(e[i]) || Float.isInfinite(e[i])) {
                assertEquals(e[i], a[i], what + " element " + i);
            } else {
                assertEquals(e[i], a[i], tolerance * (1 + Math.abs(e[i])), what + " element " + i);
            }
        }
    }

    private void check(AttentionSpec spec, Operand q, Operand k, Operand v, Operand mask, Operand bias) {
        int batch = q.shape().dim(0);
        int heads = q.shape().dim(1);
        int tgt = q.shape().dim(2);
        int src = k.shape().dim(2);
        Layout outLayout =
                Layout.contiguous(Shape.of(batch, tgt, heads, v.shape().dim(3))).transpose(1, 2);
        Operand out = room(outLayout);
        Operand expectedOut = room(outLayout);
        Operand statistics = room(batch, heads, tgt);
        Operand expectedStatistics = room(batch, heads, tgt);
        VectorAttention.attention(spec, q, k, v, mask, bias, out, statistics);
        SCALAR.attention(spec, q, k, v, mask, bias, expectedOut, expectedStatistics);
        assertClose("out", expectedOut, out, 1e-5);
        if (spec.sequences() == null) {
            assertClose("statistics", expectedStatistics, statistics, 1e-5);
            Operand weights = room(batch, heads, tgt, src);
            Operand expectedWeights = room(batch, heads, tgt, src);
            VectorAttention.attentionProbabilities(spec, q, k, mask, bias, weights);
            SCALAR.attentionProbabilities(spec, q, k, mask, bias, expectedWeights);
            assertClose("weights", expectedWeights, weights, 1e-5);
        }
        Operand dout = new Operand(rows(batch, heads, tgt, v.shape().dim(3)).storage(), outLayout);
        Operand[] ours = gradients(q, k, v, mask, bias, tgt, src);
        Operand[] theirs = gradients(q, k, v, mask, bias, tgt, src);
        VectorAttention.attentionGradient(
                spec, q, k, v, mask, bias, out, statistics, dout, ours[0], ours[1], ours[2], ours[3], ours[4]);
        SCALAR.attentionGradient(
                spec,
                q,
                k,
                v,
                mask,
                bias,
                expectedOut,
                expectedStatistics,
                dout,
                theirs[0],
                theirs[1],
                theirs[2],
                theirs[3],
                theirs[4]);
        String[] names = {"dq", "dk", "dv", "dmask", "dbias"};
        for (int i = 0; i < names.length; i++) {
            if (ours[i] != null) {
                assertClose(names[i], theirs[i], ours[i], 3e-5);
            }
        }
    }

    private static Operand[] gradients(Operand q, Operand k, Operand v, Operand mask, Operand bias, int tgt, int src) {
        boolean learned = mask != null && mask.dtype() == DType.F32;
        return new Operand[] {
            room(q.layout()),
            room(k.layout()),
            room(v.layout()),
            learned ? room(q.shape().dim(0), q.shape().dim(1), tgt, src) : null,
            bias == null ? null : room(bias.layout())
        };
    }

    private void check(AttentionSpec spec, int batch, int heads, int tgt, int src, int dim) {
        check(
                spec,
                rows(batch, heads, tgt, dim),
                rows(batch, heads, src, dim),
                rows(batch, heads, src, dim),
                null,
                null);
    }

    @Test
    void everyLengthAndHeadSize() {
        for (int dim : new int[] {1, 5, 24, 64, 88}) {
            for (int[] lengths :
                    new int[][] {{1, 1}, {1, 70}, {3, 64}, {21, 28}, {32, 65}, {33, 129}, {70, 31}, {1, 0}, {0, 5}}) {
                check(AttentionSpec.full((float) (1 / Math.sqrt(dim))), 2, 3, lengths[0], lengths[1], dim);
            }
        }
        check(AttentionSpec.full(0.2f), rows(1, 2, 9, 24), rows(1, 2, 9, 24), rows(1, 2, 9, 40), null, null);
    }

    @Test
    void causalWithPastPrefixAndLengths() {
        check(AttentionSpec.causal(0.3f, 0), 2, 2, 75, 75, 16);
        check(AttentionSpec.causal(0.3f, 60), 2, 2, 5, 65, 16);
        check(AttentionSpec.causal(0.3f, 0).withPrefix(12), 2, 2, 33, 33, 16);
        check(AttentionSpec.full(0.3f).withKeyLengths(new int[] {70, 0, 3}), 3, 2, 9, 80, 16);
        check(AttentionSpec.causal(0.3f, 0).withKeyLengths(new int[] {2, 66}), 2, 2, 70, 70, 16);
    }

    @Test
    void raggedSequencesAreEachTheirOwn() {
        AttentionSpec.Sequences sequences = new AttentionSpec.Sequences(
                new int[] {0, 5, 5}, new int[] {5, 0, 35}, new int[] {1, 8, 80}, new int[] {7, 3, 40});
        for (AttentionSpec spec : new AttentionSpec[] {AttentionSpec.full(0.3f), AttentionSpec.causal(0.3f, 0)}) {
            check(spec.withSequences(sequences), 1, 2, 40, 120, 24);
            RandomKey key = new RandomKey(3, 5, 7, 0);
            check(spec.withSequences(sequences).withDropout(0.2f, key), 1, 2, 40, 120, 24);
        }
    }

    @Test
    void masksOfBothKindsBroadcast() {
        boolean[] kinds = {false, true};
        for (boolean isBool : kinds) {
            for (int[] dims : new int[][] {{2, 1, 1, 70}, {1, 1, 40, 70}, {2, 3, 40, 70}, {1, 1, 1, 1}}) {
                Shape shape = Shape.of(dims);
                Storage storage = isBool
                        ? Storage.of(DType.BOOL, shape.size(), flags(shape.size()))
                        : rows(1, 1, shape.size(), 1).storage();
                Operand mask = new Operand(storage, Layout.contiguous(shape).expand(2, 3, 40, 70));
                check(AttentionSpec.full(0.3f), rows(2, 3, 40, 24), rows(2, 3, 70, 24), rows(2, 3, 70, 24), mask, null);
            }
        }
    }

    private byte[] flags(int size) {
        byte[] flags = new byte[size];
        for (int i = 0; i < size; i++) {
            flags[i] = (byte) (random.nextInt(4) == 0 ? 0 : 1);
        }
        return flags;
    }

    @Test
    void rowsWithEverythingMaskedGiveZeroOrTheMean() {
        Operand q = rows(1, 1, 3, 8);
        Operand k = rows(1, 1, 6, 8);
        Operand v = rows(1, 1, 6, 8);
        for (float hidden : new float[] {Float.NEGATIVE_INFINITY, -Float.MAX_VALUE, -10000f}) {
            float[] added = new float[18];
            Arrays.fill(added, 6, 12, hidden);
            Operand mask = new Operand(Storage.of(DType.F32, 18, added), Layout.contiguous(Shape.of(1, 1, 3, 6)));
            // scores of about 1 added to -10000 keep a thousandth
            Operand scaled = hidden == -10000f ? new Operand(room(1, 1, 3, 8).storage(), q.layout()) : q;
            check(AttentionSpec.full(hidden == -10000f ? 0f : 0.3f), scaled, k, v, mask, null);
        }
    }

    @Test
    void biasByDistanceAndItsGradient() {
        int[] queryPlace = new int[40];
        int[] keyPlace = new int[70];
        Arrays.setAll(queryPlace, i -> i);
        Arrays.setAll(keyPlace, j -> j);
        AttentionSpec.Distances distances = new AttentionSpec.Distances(queryPlace, keyPlace, 39);
        Operand bias = new Operand(rows(1, 1, 3 * 109, 1).storage(), Layout.contiguous(Shape.of(3, 109)));
        check(
                AttentionSpec.full(1f).withDistances(distances),
                rows(2, 3, 40, 8),
                rows(2, 3, 70, 8),
                rows(2, 3, 70, 8),
                null,
                bias);
    }

    @Test
    void dropoutTakesTheDocumentedNumbers() {
        check(AttentionSpec.full(0.3f).withDropout(0.3f, new RandomKey(9, 2, 4, 6)), 2, 2, 35, 70, 24);
    }

    @Test
    void oneRowAndManyAndAnyThreadsGiveTheSameBits() {
        int keys = 150;
        Operand q = rows(3, 4, keys, 88);
        Operand k = rows(3, 4, keys, 88);
        Operand v = rows(3, 4, keys, 88);
        Operand whole = null;
        for (int threads = 1; threads <= 3; threads++) {
            Workers.useThreads(threads);
            Operand out = room(3, 4, keys, 88);
            VectorAttention.attention(AttentionSpec.causal(0.1f, 0), q, k, v, null, null, out, null);
            whole = whole == null ? out : whole;
            assertArrayEquals(values(whole), values(out));
        }
        for (int past : new int[] {0, 1, 31, 63, 64, 100, 149}) {
            for (int rows = 1; rows <= 5 && past + rows <= keys; rows++) {
                Operand out = room(3, 4, rows, 88);
                VectorAttention.attention(
                        AttentionSpec.causal(0.1f, past),
                        slice(q, past, past + rows),
                        slice(k, 0, past + rows),
                        slice(v, 0, past + rows),
                        null,
                        null,
                        out,
                        null);
                assertArrayEquals(values(slice(whole, past, past + rows)), values(out), "past " + past);
            }
        }
    }

    private static Operand slice(Operand x, int from, int to) {
        return new Operand(x.storage(), x.layout().slice(2, from, to, 1));
    }
}
