package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Rows.L;
import static io.blip2j.core.backend.vector.Rows.S;
import static io.blip2j.core.backend.vector.Rows.at;
import static io.blip2j.core.backend.vector.Rows.part;
import static io.blip2j.core.backend.vector.Rows.put;

import jdk.incubator.vector.FloatVector;

/// LayerNorm and RMSNorm over the last axis, a row at a time. Absent weights are ones, absent biases zeros.
final class VectorNorm {
    private VectorNorm() {}

    /// `y = (x - mean)·inverse·w + b`.
    /// @param statistics receives mean and inverse of each row, or null
    static void layerNorm(
            float[] x, int xo, int rows, int n, float[] w, int wo, float[] b, int bo, double eps, float[] y, int yo,
            float[] statistics, int so) {
        Pieces.rows(rows, n, (from, to) -> {
            float[] lanes = Scratch.mine().lanes;
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

    /// `y = x·inverse·w`.
    /// @param statistics receives the inverse of each row, or null
    static void rmsNorm(
            float[] x, int xo, int rows, int n, float[] w, int wo, double eps, float[] y, int yo, float[] statistics,
            int so) {
        Pieces.rows(rows, n, (from, to) -> {
            float[] lanes = Scratch.mine().lanes;
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

    /// With `xHat = (x - mean)·inverse` and `g = dy·w`: `dx = inverse·(g - mean(g) - xHat·mean(g·xHat))`, without the
    /// means of `x` and `g` for RMSNorm.
    /// @param centred whether statistics are mean and inverse (LayerNorm), not the inverse alone
    static void inputGradient(
            boolean centred, float[] x, int xo, int rows, int n, float[] w, int wo, float[] statistics, int so,
            float[] dy, int dyo, float[] dx, int dxo) {
        Pieces.rows(rows, 2 * n, (from, to) -> {
            float[] lanes = Scratch.mine().lanes;
            for (int r = from; r < to; r++) {
                int i = r * n;
                float mean = centred ? statistics[so + 2 * r] : 0;
                float inverse = centred ? statistics[so + 2 * r + 1] : statistics[so + r];
                float sum = centred ? RowSums.dot(dy, dyo + i, w, wo, n, lanes) : 0;
                float moment = RowSums.moment(dy, dyo + i, w, wo, x, xo + i, mean, n, lanes);
                inputRow(
                        x, xo + i, mean, inverse, w, wo, dy, dyo + i, sum / n, moment * inverse / n * inverse, dx,
                        dxo + i, n);
            }
        });
    }

    /// `dx = inverse·(dy·w - shift - (x - mean)·slope)`.
    private static void inputRow(
            float[] x, int xo, float mean, float inverse, float[] w, int wo, float[] dy, int dyo, float shift,
            float slope, float[] dx, int dxo, int n) {
        FloatVector minusSlope = FloatVector.broadcast(S, -slope);
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector g = at(dy, dyo + i).mul(at(w, wo + i)).sub(shift);
            at(x, xo + i).sub(mean).fma(minusSlope, g).mul(inverse).intoArray(dx, dxo + i);
        }
        if (i < n) {
            int left = n - i;
            FloatVector g = part(dy, dyo + i, left).mul(part(w, wo + i, left)).sub(shift);
            put(part(x, xo + i, left).sub(mean).fma(minusSlope, g).mul(inverse), dx, dxo + i, left);
        }
    }

    /// `dw = Σ_rows dy·xHat` and `db = Σ_rows dy`, in chunks of rows; either may be null.
    static void parameterGradients(
            boolean centred, float[] x, int xo, int rows, int n, float[] statistics, int so, float[] dy, int dyo,
            float[] dw, int dwo, float[] db, int dbo) {
        int chunks = Math.max(1, Pieces.count(rows, VectorReduce.ROWS));
        float[] parts = Scratch.mine().partials(2 * chunks * n);
        Pieces.chunks(chunks, 2L * rows * n, c -> {
            int first = c * VectorReduce.ROWS;
            int end = Math.min(rows, first + VectorReduce.ROWS);
            if (dw != null) {
                java.util.Arrays.fill(parts, c * n, (c + 1) * n, 0);
                for (int r = first; r < end; r++) {
                    float mean = centred ? statistics[so + 2 * r] : 0;
                    float inverse = centred ? statistics[so + 2 * r + 1] : statistics[so + r];
                    addNormal(x, xo + r * n, mean, inverse, dy, dyo + r * n, parts, c * n, n);
                }
            }
            if (db != null) {
                VectorReduce.sumRows(dy, dyo + first * n, end - first, n, parts, (chunks + c) * n);
            }
        });
        if (dw != null) {
            VectorReduce.sumRows(parts, 0, chunks, n, dw, dwo);
        }
        if (db != null) {
            VectorReduce.sumRows(parts, chunks * n, chunks, n, db, dbo);
        }
    }

    /// `sum += dy·(x - mean)·inverse`.
    private static void addNormal(
            float[] x, int xo, float mean, float inverse, float[] dy, int dyo, float[] sum, int so, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector normal = at(x, xo + i).sub(mean).mul(inverse);
            normal.fma(at(dy, dyo + i), at(sum, so + i)).intoArray(sum, so + i);
        }
        if (i < n) {
            int left = n - i;
            FloatVector normal = part(x, xo + i, left).sub(mean).mul(inverse);
            put(normal.fma(part(dy, dyo + i, left), part(sum, so + i, left)), sum, so + i, left);
        }
    }
}
