package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Rows.L;
import static io.blip2j.core.backend.vector.Rows.S;
import static jdk.incubator.vector.FloatVector.fromArray;

import java.util.Arrays;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Places of the largest or smallest elements of rows: the choice of words from a vocabulary.
final class VectorSelect {
    /// Up to here the best are kept in order while the row is walked through; beyond, the row is sorted.
    private static final int FEW = 64;

    private VectorSelect() {}

    /// `index[r]` = the first place of the extreme of row `r`; NaN is taken before all others.
    static void extreme(boolean largest, float[] x, int xo, int rows, int n, long[] index, int io) {
        Pieces.rows(rows, n, (from, to) -> {
            float[] values = Workspace.mine().perRow;
            if (largest) {
                RowExtremes.maxima(x, xo + from * n, to - from, n, values, 0);
            } else {
                RowExtremes.minima(x, xo + from * n, to - from, n, values, 0);
            }
            for (int r = from; r < to; r++) {
                index[io + r] = first(x, xo + r * n, n, values[r - from]);
            }
        });
    }

    /// `index[o, i]` = the first `j` at which `x[o, j, i]` is extreme; NaN is taken before all others. Few elements in
    /// practice (queries of a picture), so plain loops, along memory.
    static void extremeAcross(boolean largest, float[] x, int xo, int outer, int n, int inner, long[] index, int io) {
        Pieces.rows(outer, n * inner, (from, to) -> {
            for (int o = from; o < to; o++) {
                int base = xo + o * n * inner;
                int out = io + o * inner;
                Arrays.fill(index, out, out + inner, 0);
                for (int j = 1; j < n; j++) {
                    for (int i = 0; i < inner; i++) {
                        float best = x[base + (int) index[out + i] * inner + i];
                        float candidate = x[base + j * inner + i];
                        boolean better = largest ? candidate > best : candidate < best;
                        if (better || Float.isNaN(candidate) && !Float.isNaN(best)) {
                            index[out + i] = j;
                        }
                    }
                }
            }
        });
    }

    private static int first(float[] x, int o, int n, float value) {
        int i = 0;
        if (!Float.isNaN(value)) {
            for (; i <= n - L; i += L) {
                VectorMask<Float> found = fromArray(S, x, o + i).compare(VectorOperators.EQ, value);
                if (found.anyTrue()) {
                    return i + found.firstTrue();
                }
            }
        }
        while (i < n - 1 && x[o + i] != value && !(Float.isNaN(value) && Float.isNaN(x[o + i]))) {
            i++;
        }
        return i;
    }

    /// `index[r, 0 .. k)` = places of the `k` largest (or smallest) of row `r` in order, among equals the first
    /// first. NaN counts as larger than anything.
    static void topK(float[] x, int xo, int rows, int n, int k, boolean largest, long[] index, int io) {
        Pieces.rows(rows, n, (from, to) -> {
            Workspace own = Workspace.mine();
            for (int r = from; r < to; r++) {
                if (largest && k <= FEW) {
                    few(x, xo + r * n, n, k, own.row(FEW), index, io + r * k);
                } else {
                    sorted(x, xo + r * n, n, k, largest, own.keys(n), index, io + r * k);
                }
            }
        });
    }

    /// Keeps the best so far in order; whole vectors in which nothing beats the last of them are passed over.
    private static void few(float[] x, int o, int n, int k, float[] best, long[] places, int at) {
        int held = 0;
        int i = 0;
        while (i < n) {
            if (held == k && i <= n - L && passes(x, o + i, best[k - 1])) {
                i += L;
                continue;
            }
            for (int end = Math.min(n, i + L); i < end; i++) {
                float value = x[o + i];
                if (held == k && !beats(value, best[k - 1])) {
                    continue;
                }
                int to = held < k ? held++ : k - 1;
                while (to > 0 && beats(value, best[to - 1])) {
                    best[to] = best[to - 1];
                    places[at + to] = places[at + to - 1];
                    to--;
                }
                best[to] = value;
                places[at + to] = i;
            }
        }
    }

    private static boolean passes(float[] x, int o, float last) {
        return Float.isNaN(last)
                || fromArray(S, x, o).compare(VectorOperators.LE, last).allTrue();
    }

    private static boolean beats(float a, float b) {
        return a > b || Float.isNaN(a) && !Float.isNaN(b);
    }

    /// Sorts numbers that hold value and place, so that equals keep their order.
    private static void sorted(float[] x, int o, int n, int k, boolean largest, long[] keys, long[] places, int at) {
        for (int i = 0; i < n; i++) {
            int bits = Float.floatToIntBits(x[o + i] + 0f); // -0 becomes 0, every NaN the same
            int ordered = bits ^ bits >> 31 & 0x7FFFFFFF;
            keys[i] = (long) (largest ? ~ordered : ordered) << 32 | i;
        }
        Arrays.sort(keys, 0, n);
        for (int i = 0; i < k; i++) {
            places[at + i] = keys[i] & 0xFFFFFFFFL;
        }
    }
}
