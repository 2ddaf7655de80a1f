package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Rows.L;
import static io.blip2j.core.backend.vector.Rows.at;
import static io.blip2j.core.backend.vector.Rows.part;
import static io.blip2j.core.backend.vector.Rows.put;

import io.blip2j.core.backend.Operand;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// LayerNorm and RMSNorm over the last axis, a row at a time. Absent weights are ones, absent biases zeros.
final class VectorNorm {
    private VectorNorm() {}

    /// `y = (x - mean)·inverse·w + b`; statistics, where given, are mean and inverse of each row.
    static void layerNorm(Operand x, Operand w, Operand b, double eps, Operand y, Operand statistics) {
        int n = Operands.width(x);
        layerNorm(
                Operands.floats(x), Operands.at(x), Operands.rows(x), n, orOnes(w, n), startOf(w), orZeros(b, n), startOf(b), eps, Operands.floats(y),
                Operands.at(y), statistics == null ? null : Operands.floats(statistics), startOf(statistics));
    }

    private static void layerNorm(
            float[] x, int xo, int rows, int n, float[] w, int wo, float[] b, int bo, double eps, float[] y, int yo,
            float[] statistics, int so) {
        Pieces.rows(rows, n, (from, to) -> {
            float[] lanes = Workspace.mine().lanes;
            for (int r = from; r < to; r++) {
                int i = xo + r * n;
                float mean = RowSums.sum(x, i, n, lanes) / n;
                float inverse = inverse(RowSums.squares(x, i, mean, n, lanes), n, eps);
                normalise(x, i, mean, inverse, w, wo, b, bo, y, yo + r * n, n);
                if (statistics != null) {
                    statistics[so + 2 * r] = mean;
                    statistics[so + 2 * r + 1] = inverse;
                }
            }
        });
    }

    /// `y = x·inverse·w`; statistics, where given, are the inverse of each row.
    static void rmsNorm(Operand x, Operand w, double eps, Operand y, Operand statistics) {
        int n = Operands.width(x);
        rmsNorm(
                Operands.floats(x), Operands.at(x), Operands.rows(x), n, orOnes(w, n), startOf(w), eps, Operands.floats(y), Operands.at(y),
                statistics == null ? null : Operands.floats(statistics), startOf(statistics));
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

    private static void rmsNorm(
            float[] x, int xo, int rows, int n, float[] w, int wo, double eps, float[] y, int yo, float[] statistics,
            int so) {
        Pieces.rows(rows, n, (from, to) -> {
            float[] lanes = Workspace.mine().lanes;
            for (int r = from; r < to; r++) {
                int i = xo + r * n;
                float inverse = inverse(RowSums.squares(x, i, 0, n, lanes), n, eps);
                scale(x, i, inverse, w, wo, y, yo + r * n, n);
                if (statistics != null) {
                    statistics[so + r] = inverse;
                }
            }
        });
    }

    private static float inverse(float squares, int n, double eps) {
        return (float) (1 / Math.sqrt((double) squares / n + eps));
    }

    private static void normalise(
            float[] x, int xo, float mean, float inverse, float[] w, int wo, float[] b, int bo, float[] y, int yo,
            int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector normal = at(x, xo + i).sub(mean).mul(inverse);
            normal.fma(at(w, wo + i), at(b, bo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            int left = n - i;
            FloatVector normal = part(x, xo + i, left).sub(mean).mul(inverse);
            put(normal.fma(part(w, wo + i, left), part(b, bo + i, left)), y, yo + i, left);
        }
    }

    private static void scale(float[] x, int xo, float inverse, float[] w, int wo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            at(x, xo + i).mul(inverse).mul(at(w, wo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            put(part(x, xo + i, n - i).mul(inverse).mul(part(w, wo + i, n - i)), y, yo + i, n - i);
        }
    }
}
