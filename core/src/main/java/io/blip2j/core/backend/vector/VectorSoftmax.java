package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Rows.L;
import static io.blip2j.core.backend.vector.Rows.LANES;
import static io.blip2j.core.backend.vector.Rows.S;
import static io.blip2j.core.backend.vector.Rows.at;
import static io.blip2j.core.backend.vector.Rows.part;
import static io.blip2j.core.backend.vector.Rows.put;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// Softmax over the last axis and its gradient, one row at a time: the largest, the exponentials and their sum, the
/// quotient.
final class VectorSoftmax {
    private VectorSoftmax() {}

    static void softmax(float[] x, int xo, int rows, int n, boolean log, float[] y, int yo) {
        Pieces.rows(rows, 2 * n, (from, to) -> {
            Workspace own = Workspace.mine();
            for (int r = from; r < to; r++) {
                int i = xo + r * n;
                int o = yo + r * n;
                float max = VectorReduce.max(x, i, n);
                if (log) {
                    float sum = exponentials(x, i, max, own.row(n), 0, n, own.lanes);
                    shift(x, i, max, (float) StrictMath.log(sum), y, o, n);
                } else if (max == Float.NEGATIVE_INFINITY) {
                    Arrays.fill(y, o, o + n, 0);
                } else {
                    float sum = exponentials(x, i, max, y, o, n, own.lanes);
                    affine(y, o, 1 / sum, 0, n);
                }
            }
        });
    }

    /// `y = e^(x - max)` of one row; the sum goes by the 64 lanes of [Rows].
    /// @return `Σ y`
    static float exponentials(float[] x, int xo, float max, float[] y, int yo, int n, float[] lanes) {
        Rows.clear(lanes);
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector e = VectorMath.expOfNegative(at(x, xo + i).sub(max));
            e.intoArray(y, yo + i);
            int lane = i & LANES - 1;
            at(lanes, lane).add(e).intoArray(lanes, lane);
        }
        if (i < n) {
            FloatVector e = VectorMath.expOfNegative(part(x, xo + i, n - i, Float.NEGATIVE_INFINITY).sub(max));
            put(e, y, yo + i, n - i);
            int lane = i & LANES - 1;
            at(lanes, lane).add(e).intoArray(lanes, lane);
        }
        return Rows.sum(lanes);
    }

    /// `y = (x - max) - logSum`.
    private static void shift(float[] x, int xo, float max, float logSum, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            at(x, xo + i).sub(max).sub(logSum).intoArray(y, yo + i);
        }
        if (i < n) {
            put(part(x, xo + i, n - i).sub(max).sub(logSum), y, yo + i, n - i);
        }
    }

    /// `y = y·factor + term` of one row.
    static void affine(float[] y, int yo, float factor, float term, int n) {
        FloatVector f = FloatVector.broadcast(S, factor);
        FloatVector t = FloatVector.broadcast(S, term);
        int i = 0;
        for (; i <= n - L; i += L) {
            at(y, yo + i).fma(f, t).intoArray(y, yo + i);
        }
        if (i < n) {
            put(part(y, yo + i, n - i).fma(f, t), y, yo + i, n - i);
        }
    }

    static void gradient(
            float[] y, int yo, int rows, int n, boolean log, float[] dy, int dyo, float[] dx, int dxo) {
        Pieces.rows(rows, n, (from, to) -> {
            float[] lanes = Workspace.mine().lanes;
            for (int r = from; r < to; r++) {
                int at = r * n;
                if (log) {
                    float sum = RowSums.sum(dy, dyo + at, n, lanes);
                    logRow(y, yo + at, sum, dy, dyo + at, dx, dxo + at, n);
                } else {
                    float sum = RowSums.dot(y, yo + at, dy, dyo + at, n, lanes);
                    row(y, yo + at, sum, dy, dyo + at, dx, dxo + at, n);
                }
            }
        });
    }

    private static void row(float[] y, int yo, float sum, float[] dy, int dyo, float[] dx, int dxo, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            at(y, yo + i).mul(at(dy, dyo + i).sub(sum)).intoArray(dx, dxo + i);
        }
        if (i < n) {
            put(part(y, yo + i, n - i).mul(part(dy, dyo + i, n - i).sub(sum)), dx, dxo + i, n - i);
        }
    }

    private static void logRow(float[] y, int yo, float sum, float[] dy, int dyo, float[] dx, int dxo, int n) {
        FloatVector minusSum = FloatVector.broadcast(S, -sum);
        int i = 0;
        for (; i <= n - L; i += L) {
            VectorMath.exp(at(y, yo + i)).fma(minusSum, at(dy, dyo + i)).intoArray(dx, dxo + i);
        }
        if (i < n) {
            FloatVector p = VectorMath.exp(part(y, yo + i, n - i));
            put(p.fma(minusSum, part(dy, dyo + i, n - i)), dx, dxo + i, n - i);
        }
    }
}
