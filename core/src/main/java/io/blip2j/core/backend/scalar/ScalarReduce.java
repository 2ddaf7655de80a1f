package io.blip2j.core.backend.scalar;

import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.Reduction;
import io.blip2j.core.shape.DType;

/// Sums, extremes, running sums and sorting. `x` is `[outer, n, inner]`: the axis reduced lies in the middle.
final class ScalarReduce {
    private ScalarReduce() {}

    /// `y[o, i] = reduce over j of x[o, j, i]`. A sum of nothing is 0, a maximum of nothing -∞; NaN wins.
    static void reduce(Reduction how, Operand x, int outer, int n, int inner, Operand y) {
        double[] values = Values.read(x);
        double[] result = new double[outer * inner];
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                double total = neutral(how);
                for (int j = 0; j < n; j++) {
                    total = combine(how, total, values[(o * n + j) * inner + i]);
                }
                result[o * inner + i] = total;
            }
        }
        Values.write(result, y);
    }

    private static double neutral(Reduction how) {
        return switch (how) {
            case SUM -> 0;
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
        };
    }

    private static double combine(Reduction how, double total, double x) {
        return switch (how) {
            case SUM -> total + x;
            case MAX -> StrictMath.max(total, x);
            case MIN -> StrictMath.min(total, x);
        };
    }

    /// `index[o, i]` = the first `j` at which `x[o, j, i]` is largest or smallest; NaN is taken before all others.
    static void argReduce(boolean largest, Operand x, int outer, int n, int inner, Operand index) {
        double[] values = Values.read(x);
        long[] result = new long[outer * inner];
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int best = 0;
                for (int j = 1; j < n; j++) {
                    double candidate = values[(o * n + j) * inner + i];
                    if (better(largest, candidate, values[(o * n + best) * inner + i])) {
                        best = j;
                    }
                }
                result[o * inner + i] = best;
            }
        }
        Values.writeLongs(result, index);
    }

    private static boolean better(boolean largest, double candidate, double best) {
        if (Double.isNaN(best)) {
            return false;
        }
        return Double.isNaN(candidate) || (largest ? candidate > best : candidate < best);
    }

    /// `Σ x²` from the first element to the last.
    static double sumOfSquares(Operand x) {
        double sum = 0;
        for (double value : Values.read(x)) {
            sum += value * value;
        }
        return sum;
    }

    /// `y[o, j, i] = Σ_{l<=j} x[o, l, i]`; integers are added as integers.
    static void cumulativeSum(Operand x, int outer, int n, int inner, Operand y) {
        if (x.dtype() == DType.I64) {
            long[] values = Values.readLongs(x);
            for (int o = 0; o < outer; o++) {
                for (int at = o * n * inner + inner; at < (o + 1) * n * inner; at++) {
                    values[at] += values[at - inner];
                }
            }
            Values.writeLongs(values, y);
            return;
        }
        double[] values = Values.read(x);
        for (int o = 0; o < outer; o++) {
            for (int at = o * n * inner + inner; at < (o + 1) * n * inner; at++) {
                values[at] += values[at - inner];
            }
        }
        Values.write(values, y);
    }

    /// `index[r, 0..k)` = places of the `k` largest (or smallest) of row `r` in order; among equals the first comes
    /// first. NaN counts as larger than anything.
    static void topK(Operand x, int k, boolean largest, Operand index) {
        double[] values = Values.read(x);
        int n = Values.width(x);
        int rows = Values.rows(x);
        long[] result = new long[rows * k];
        for (int r = 0; r < rows; r++) {
            int[] order = sortRow(values, r * n, n, largest);
            for (int j = 0; j < k; j++) {
                result[r * k + j] = order[j];
            }
        }
        Values.writeLongs(result, index);
    }

    /// A merge sort of places, from runs of one element upwards: it keeps equals in their order.
    private static int[] sortRow(double[] values, int start, int n, boolean descending) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        int[] merged = new int[n];
        for (int run = 1; run < n; run *= 2) {
            for (int low = 0; low < n; low += 2 * run) {
                int middle = StrictMath.min(low + run, n);
                int high = StrictMath.min(low + 2 * run, n);
                int left = low;
                int right = middle;
                for (int out = low; out < high; out++) {
                    boolean takeRight = left == middle
                            || right < high
                                    && before(values[start + order[right]], values[start + order[left]], descending);
                    merged[out] = takeRight ? order[right++] : order[left++];
                }
            }
            int[] swap = order;
            order = merged;
            merged = swap;
        }
        return order;
    }

    private static boolean before(double a, double b, boolean descending) {
        double first = descending ? b : a;
        double second = descending ? a : b;
        return first < second || !Double.isNaN(first) && Double.isNaN(second);
    }
}
