package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Rows.L;
import static io.blip2j.core.backend.vector.Rows.S;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.blip2j.core.random.RandomKey;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Dropout with the numbers of [io.blip2j.core.random.Philox], several counters at a time, one in each long lane.
final class VectorDropout {
    private static final VectorSpecies<Long> C = Lanes.FLOATS.withLanes(long.class);
    private static final int COUNTERS = C.length();
    private static final VectorShuffle<Long> LOW_TWICE = VectorShuffle.fromOp(C, i -> i / 2);
    private static final VectorShuffle<Long> HIGH_TWICE = VectorShuffle.fromOp(C, i -> COUNTERS / 2 + i / 2);
    private static final VectorMask<Long> ODD = VectorMask.fromLong(C, 0xAAAAAAAAL);
    private static final LongVector INDEX = LongVector.zero(C).addIndex(1);
    private static final long WORD = 0xFFFFFFFFL;
    private static final long M0 = 0xD2511F53L;
    private static final long M1 = 0xCD9E8D57L;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;

    private VectorDropout() {}

    /// `y = x·keep/(1 - p)` for `samples` of `size` elements each.
    static void apply(float[] x, int xo, int samples, int size, float p, RandomKey key, float[] y, int yo) {
        int blocks = Pieces.count(size, Pieces.BLOCK);
        int threshold = threshold(p);
        float scale = (float) (1 / (1 - (double) p));
        Pieces.rows(samples * blocks, 2 * Math.min(size, Pieces.BLOCK), (first, end) -> {
            Workspace own = Workspace.mine();
            int[] words = own.words(room(Pieces.BLOCK));
            for (int block = first; block < end; block++) {
                int sample = block / blocks;
                int from = block % blocks * Pieces.BLOCK;
                int n = Math.min(Pieces.BLOCK, size - from);
                words(key, sample, from >>> 2, n, words);
                int at = sample * size + from;
                keep(threshold, scale, x, xo + at, words, y, yo + at, n, own.tails);
            }
        });
    }

    /// An element is kept where the upper 24 bits `u` of its word are at least this: there `u/2^24 >= p`.
    static int threshold(float p) {
        return (int) Math.ceil(p * 0x1p24);
    }

    /// Ints that [#words] may write for `n` elements that begin anywhere in a counter.
    static int room(int n) {
        return n + 3 + 4 * COUNTERS;
    }

    /// Philox's words for `n` elements from counter `counter` on, in order of the elements.
    static void words(RandomKey key, int sample, int counter, int n, int[] out) {
        LongVector step = LongVector.broadcast(C, key.step() & WORD);
        LongVector stream = LongVector.broadcast(C, key.stream() & WORD);
        LongVector row = LongVector.broadcast(C, key.firstSample() + sample & WORD);
        // the masks tell the compiler that these are products of 32-bit numbers, for which there is an instruction
        LongVector m0 = LongVector.broadcast(C, M0).and(WORD);
        LongVector m1 = LongVector.broadcast(C, M1).and(WORD);
        int key0 = (int) key.seed();
        int key1 = (int) (key.seed() >>> 32);
        for (int i = 0; i < n; i += 4 * COUNTERS) {
            LongVector x0 = INDEX.add(counter + (i >>> 2) & WORD);
            LongVector x1 = step;
            LongVector x2 = stream;
            LongVector x3 = row;
            int k0 = key0;
            int k1 = key1;
            for (int round = 0; round < 10; round++) {
                LongVector p0 = x0.and(WORD).mul(m0);
                LongVector p1 = x2.and(WORD).mul(m1);
                x0 = p1.lanewise(VectorOperators.LSHR, 32)
                        .lanewise(VectorOperators.XOR, x1)
                        .lanewise(VectorOperators.XOR, k0 & WORD);
                x1 = p1;
                x2 = p0.lanewise(VectorOperators.LSHR, 32)
                        .lanewise(VectorOperators.XOR, x3)
                        .lanewise(VectorOperators.XOR, k1 & WORD);
                x3 = p0;
                k0 += W0;
                k1 += W1;
            }
            LongVector a = x0.and(WORD).or(x1.lanewise(VectorOperators.LSHL, 32));
            LongVector b = x2.and(WORD).or(x3.lanewise(VectorOperators.LSHL, 32));
            a.rearrange(LOW_TWICE)
                    .blend(b.rearrange(LOW_TWICE), ODD)
                    .reinterpretAsInts()
                    .intoArray(out, i);
            a.rearrange(HIGH_TWICE)
                    .blend(b.rearrange(HIGH_TWICE), ODD)
                    .reinterpretAsInts()
                    .intoArray(out, i + 2 * COUNTERS);
        }
    }

    private static void keep(
            int threshold, float scale, float[] x, int xo, int[] words, float[] y, int yo, int n, float[] tail) {
        int whole = S.loopBound(n);
        loop(threshold, scale, x, xo, words, 0, y, yo, whole);
        if (whole < n) {
            System.arraycopy(x, xo + whole, tail, 0, n - whole);
            loop(threshold, scale, tail, 0, words, whole, tail, 0, L);
            System.arraycopy(tail, 0, y, yo + whole, n - whole);
        }
    }

    private static void loop(
            int threshold, float scale, float[] x, int xo, int[] words, int wo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            IntVector u = IntVector.fromArray(Lanes.INTS, words, wo + i).lanewise(VectorOperators.LSHR, 8);
            FloatVector kept = fromArray(S, x, xo + i).mul(scale);
            kept.blend(0, u.compare(VectorOperators.LT, threshold).cast(S)).intoArray(y, yo + i);
        }
    }
}
