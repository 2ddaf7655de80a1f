package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Rows.L;
import static io.blip2j.core.backend.vector.Rows.S;
import static io.blip2j.core.backend.vector.Rows.at;
import static io.blip2j.core.backend.vector.Rows.part;
import static io.blip2j.core.backend.vector.Rows.put;

import io.blip2j.core.backend.Operand;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// Gradients of LayerNorm and RMSNorm over the last axis.
final class VectorNormGradient {
    private VectorNormGradient() {}

    /// `dx`, `dw`, `db`, each where asked for.
    /// @param centred whether it is LayerNorm: statistics are mean and inverse, not the inverse alone
    static void apply(
            boolean centred, Operand x, Operand w, Operand statistics, Operand dy, Operand dx, Operand dw,
            Operand db) {
        int n = Operands.width(x);
        int rows = Operands.rows(x);
        float[] values = Operands.floats(x);
        float[] kept = Operands.floats(statistics);
        float[] gradient = Operands.floats(dy);
        int xo = Operands.at(x);
        int so = Operands.at(statistics);
        int dyo = Operands.at(dy);
        if (dx != null) {
            float[] weights = VectorNorm.orOnes(w, n);
            inputGradient(
                    centred, values, xo, rows, n, weights, VectorNorm.startOf(w), kept, so, gradient, dyo,
                    Operands.floats(dx), Operands.at(dx));
        }
        if (dw != null || db != null) {
            parameterGradients(
                    centred, values, xo, rows, n, kept, so, gradient, dyo,
                    dw == null ? null : Operands.floats(dw), VectorNorm.startOf(dw),
                    db == null ? null : Operands.floats(db), VectorNorm.startOf(db));
        }
    }

    /// With `xHat = (x - mean)·inverse` and `g = dy·w`: `dx = inverse·(g - mean(g) - xHat·mean(g·xHat))`, without the
    /// means of `x` and `g` for RMSNorm.
    private static void inputGradient(
            boolean centred, float[] x, int xo, int rows, int n, float[] w, int wo, float[] statistics, int so,
            float[] dy, int dyo, float[] dx, int dxo) {
        Pieces.rows(rows, 2 * n, (from, to) -> {
            float[] lanes = Workspace.mine().lanes;
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
    private static void parameterGradients(
            boolean centred, float[] x, int xo, int rows, int n, float[] statistics, int so, float[] dy, int dyo,
            float[] dw, int dwo, float[] db, int dbo) {
        int chunks = Math.max(1, Pieces.count(rows, VectorReduce.ROWS));
        float[] parts = Workspace.mine().partials(2 * chunks * n);
        Pieces.chunks(chunks, 2L * rows * n, c -> {
            int first = c * VectorReduce.ROWS;
            int end = Math.min(rows, first + VectorReduce.ROWS);
            if (dw != null) {
                Arrays.fill(parts, c * n, (c + 1) * n, 0);
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
