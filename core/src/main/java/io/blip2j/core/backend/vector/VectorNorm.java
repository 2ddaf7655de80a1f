package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Rows.L;
import static io.blip2j.core.backend.vector.Rows.S;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.blip2j.core.backend.Operand;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// LayerNorm and RMSNorm over the last axis: `y = (x - mean)·inverse·w + b`, the mean 0 for RMSNorm.
///
/// Absent weights are ones, absent biases zeros. Statistics are mean and inverse of each row, or the inverse alone.
final class VectorNorm {
    private static MethodHandle normaliseLoop = Outlined.of(MethodHandles.lookup(), "normaliseLoop");

    private VectorNorm() {}

    /// @param centred whether it is LayerNorm
    static void apply(boolean centred, Operand x, Operand w, Operand b, double eps, Operand y, Operand statistics) {
        int n = Operands.width(x);
        float[] values = Operands.floats(x);
        float[] result = Operands.floats(y);
        float[] weight = orOnes(w, n);
        float[] bias = orZeros(b, n);
        float[] kept = statistics == null ? null : Operands.floats(statistics);
        int wo = startOf(w);
        int bo = startOf(b);
        int so = startOf(statistics);
        int xo = Operands.at(x);
        int yo = Operands.at(y);
        Pieces.rows(Operands.rows(x), n, (from, to) -> {
            Workspace own = Workspace.mine();
            int rows = to - from;
            int i = xo + from * n;
            if (centred) {
                RowSums.sums(values, i, rows, n, own.means, 0);
                for (int r = 0; r < rows; r++) {
                    own.means[r] /= n;
                }
            } else {
                Arrays.fill(own.means, 0, rows, 0);
            }
            RowSums.squares(values, i, own.means, rows, n, own.inverses);
            for (int r = 0; r < rows; r++) {
                own.inverses[r] = (float) (1 / Math.sqrt((double) own.inverses[r] / n + eps));
            }
            normalise(values, i, own.means, own.inverses, rows, n, weight, wo, bias, bo, result, yo + from * n);
            if (kept != null) {
                keep(centred, own, kept, so, from, rows);
            }
        });
    }

    private static void keep(boolean centred, Workspace own, float[] kept, int so, int from, int rows) {
        for (int r = 0; r < rows; r++) {
            if (centred) {
                kept[so + 2 * (from + r)] = own.means[r];
                kept[so + 2 * (from + r) + 1] = own.inverses[r];
            } else {
                kept[so + from + r] = own.inverses[r];
            }
        }
    }

    private static void normalise(
            float[] x,
            int xo,
            float[] means,
            float[] inverses,
            int rows,
            int n,
            float[] w,
            int wo,
            float[] b,
            int bo,
            float[] y,
            int yo) {
        try {
            normaliseLoop.invokeExact(x, xo, means, inverses, rows, n, w, wo, b, bo, y, yo);
        } catch (Throwable problem) {
            throw Outlined.failed(problem);
        }
    }

    static void normaliseLoop(
            float[] x,
            int xo,
            float[] means,
            float[] inverses,
            int rows,
            int n,
            float[] w,
            int wo,
            float[] b,
            int bo,
            float[] y,
            int yo) {
        for (int r = 0; r < rows; r++) {
            int from = xo + r * n;
            int to = yo + r * n;
            float mean = means[r];
            float inverse = inverses[r];
            int i = 0;
            for (; i <= n - L; i += L) {
                FloatVector normal = fromArray(S, x, from + i).sub(mean).mul(inverse);
                normal.fma(fromArray(S, w, wo + i), fromArray(S, b, bo + i)).intoArray(y, to + i);
            }
            for (; i < n; i++) {
                y[to + i] = Math.fma((x[from + i] - mean) * inverse, w[wo + i], b[bo + i]);
            }
        }
    }

    /// Weights, or ones.
    static float[] orOnes(Operand w, int n) {
        if (w != null) {
            return Operands.floats(w);
        }
        float[] ones = Workspace.mine().ones(n);
        Arrays.fill(ones, 0, n, 1);
        return ones;
    }

    /// Biases, or zeros.
    private static float[] orZeros(Operand b, int n) {
        if (b != null) {
            return Operands.floats(b);
        }
        float[] zeros = Workspace.mine().zeros(n);
        Arrays.fill(zeros, 0, n, 0);
        return zeros;
    }

    /// Place of the first element, 0 for an absent operand.
    static int startOf(Operand x) {
        return x == null ? 0 : Operands.at(x);
    }
}
