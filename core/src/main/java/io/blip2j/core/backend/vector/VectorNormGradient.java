package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Rows.L;
import static io.blip2j.core.backend.vector.Rows.S;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.Reduction;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// Gradients of LayerNorm and RMSNorm over the last axis. With `xHat = (x - mean)·inverse` and `g = dy·w`:
/// `dx = inverse·(g - mean(g) - xHat·mean(g·xHat))`, without the means of `x` and `g` for RMSNorm;
/// `dw = Σ_rows dy·xHat`, `db = Σ_rows dy`.
final class VectorNormGradient {
    private static MethodHandle inputLoop = Outlined.of(MethodHandles.lookup(), "inputLoop");
    private static MethodHandle weightLoop = Outlined.of(MethodHandles.lookup(), "weightLoop");

    private final boolean centred;
    private final int n;
    private final int rows;
    private final float[] x;
    private final int xo;
    private final float[] statistics;
    private final int so;
    private final float[] dy;
    private final int dyo;

    private VectorNormGradient(boolean centred, Operand x, Operand statistics, Operand dy) {
        this.centred = centred;
        this.n = Operands.width(x);
        this.rows = Operands.rows(x);
        this.x = Operands.floats(x);
        this.xo = Operands.at(x);
        this.statistics = Operands.floats(statistics);
        this.so = Operands.at(statistics);
        this.dy = Operands.floats(dy);
        this.dyo = Operands.at(dy);
    }

    /// `dx`, `dw`, `db`, each where asked for.
    /// @param centred whether it is LayerNorm: statistics are mean and inverse, not the inverse alone
    static void apply(
            boolean centred, Operand x, Operand w, Operand statistics, Operand dy, Operand dx, Operand dw, Operand db) {
        VectorNormGradient gradient = new VectorNormGradient(centred, x, statistics, dy);
        if (dx != null) {
            float[] weights = VectorNorm.orOnes(w, gradient.n);
            gradient.input(weights, VectorNorm.startOf(w), Operands.floats(dx), Operands.at(dx));
        }
        if (dw != null) {
            gradient.weight(Operands.floats(dw), Operands.at(dw));
        }
        if (db != null) {
            VectorReduce.acrossRows(
                    Reduction.SUM,
                    gradient.dy,
                    gradient.dyo,
                    1,
                    gradient.rows,
                    gradient.n,
                    Operands.floats(db),
                    Operands.at(db));
        }
    }

    private void input(float[] w, int wo, float[] dx, int dxo) {
        Pieces.rows(rows, n, (from, to) -> {
            Workspace own = Workspace.mine();
            int count = to - from;
            int i = from * n;
            statistics(own, from, count);
            float[] shifts = own.perRow;
            float[] slopes = own.perRowToo;
            float[] g = own.row(count * n);
            weighted(dy, dyo + i, w, wo, count, n, g);
            if (centred) {
                RowSums.sums(g, 0, count, n, shifts, 0);
            } else {
                Arrays.fill(shifts, 0, count, 0);
            }
            RowSums.products(g, 0, x, xo + i, own.means, count, n, slopes);
            for (int r = 0; r < count; r++) {
                shifts[r] /= n;
                slopes[r] = slopes[r] * own.inverses[r] / n * own.inverses[r];
            }
            try {
                inputLoop.invokeExact(x, xo + i, own.means, own.inverses, count, n, g, shifts, slopes, dx, dxo + i);
            } catch (Throwable problem) {
                throw Outlined.failed(problem);
            }
        });
    }

    private void statistics(Workspace own, int from, int count) {
        for (int r = 0; r < count; r++) {
            own.means[r] = centred ? statistics[so + 2 * (from + r)] : 0;
            own.inverses[r] = centred ? statistics[so + 2 * (from + r) + 1] : statistics[so + from + r];
        }
    }

    /// `g = dy·w`.
    private static void weighted(float[] dy, int dyo, float[] w, int wo, int rows, int n, float[] g) {
        for (int r = 0; r < rows; r++) {
            int row = r * n;
            int i = 0;
            for (; i <= n - L; i += L) {
                fromArray(S, dy, dyo + row + i).mul(fromArray(S, w, wo + i)).intoArray(g, row + i);
            }
            for (; i < n; i++) {
                g[row + i] = dy[dyo + row + i] * w[wo + i];
            }
        }
    }

    /// `dx = inverse·(g - shift - (x - mean)·slope)`.
    static void inputLoop(
            float[] x,
            int xo,
            float[] means,
            float[] inverses,
            int rows,
            int n,
            float[] g,
            float[] shifts,
            float[] slopes,
            float[] dx,
            int dxo) {
        for (int r = 0; r < rows; r++) {
            int row = r * n;
            float mean = means[r];
            float shift = shifts[r];
            float inverse = inverses[r];
            FloatVector minusSlope = FloatVector.broadcast(S, -slopes[r]);
            int i = 0;
            for (; i <= n - L; i += L) {
                FloatVector rest = fromArray(S, g, row + i).sub(shift);
                fromArray(S, x, xo + row + i)
                        .sub(mean)
                        .fma(minusSlope, rest)
                        .mul(inverse)
                        .intoArray(dx, dxo + row + i);
            }
            for (; i < n; i++) {
                dx[dxo + row + i] = Math.fma(x[xo + row + i] - mean, -slopes[r], g[row + i] - shift) * inverse;
            }
        }
    }

    /// In chunks of rows, as [VectorReduce] adds rows.
    private void weight(float[] dw, int dwo) {
        int chunks = Math.max(1, Pieces.count(rows, VectorReduce.ROWS));
        float[] parts = Workspace.mine().partials(chunks * n);
        Pieces.chunks(chunks, (long) rows * n, c -> {
            int first = c * VectorReduce.ROWS;
            int count = Math.min(rows - first, VectorReduce.ROWS);
            Workspace own = Workspace.mine();
            statistics(own, first, count);
            Arrays.fill(parts, c * n, (c + 1) * n, 0);
            try {
                weightLoop.invokeExact(
                        x, xo + first * n, own.means, own.inverses, count, n, dy, dyo + first * n, parts, c * n);
            } catch (Throwable problem) {
                throw Outlined.failed(problem);
            }
        });
        VectorReduce.sumRows(parts, 0, chunks, n, dw, dwo);
    }

    /// `sum += dy·(x - mean)·inverse`, row after row.
    static void weightLoop(
            float[] x,
            int xo,
            float[] means,
            float[] inverses,
            int rows,
            int n,
            float[] dy,
            int dyo,
            float[] sum,
            int so) {
        for (int r = 0; r < rows; r++) {
            int row = r * n;
            float mean = means[r];
            float inverse = inverses[r];
            int i = 0;
            for (; i <= n - L; i += L) {
                FloatVector normal = fromArray(S, x, xo + row + i).sub(mean).mul(inverse);
                normal.fma(fromArray(S, dy, dyo + row + i), fromArray(S, sum, so + i))
                        .intoArray(sum, so + i);
            }
            for (; i < n; i++) {
                sum[so + i] = Math.fma((x[xo + row + i] - mean) * inverse, dy[dyo + row + i], sum[so + i]);
            }
        }
    }
}
