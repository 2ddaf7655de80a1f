package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Rows.L;
import static io.blip2j.core.backend.vector.Rows.S;
import static jdk.incubator.vector.FloatVector.fromArray;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// Softmax over the last axis and its gradient: the largest of each row, the exponentials with their sum, the
/// quotient.
final class VectorSoftmax {
    private static MethodHandle exponentialLoop = Outlined.of(MethodHandles.lookup(), "exponentialLoop");
    private static MethodHandle affineLoop = Outlined.of(MethodHandles.lookup(), "affineLoop");
    private static MethodHandle logLoop = Outlined.of(MethodHandles.lookup(), "logLoop");
    private static MethodHandle gradientLoop = Outlined.of(MethodHandles.lookup(), "gradientLoop");
    private static MethodHandle logGradientLoop = Outlined.of(MethodHandles.lookup(), "logGradientLoop");

    private VectorSoftmax() {}

    static void softmax(float[] x, int xo, int rows, int n, boolean log, float[] y, int yo) {
        Pieces.rows(rows, n, (from, to) -> {
            Workspace own = Workspace.mine();
            int count = to - from;
            int i = xo + from * n;
            int o = yo + from * n;
            float[] sums = own.perRowToo;
            RowExtremes.maxima(x, i, count, n, own.perRow, 0);
            exponentials(x, i, own.perRow, count, n, log ? own.row(count * n) : y, log ? 0 : o, sums);
            for (int r = 0; r < count; r++) {
                sums[r] = log ? (float) StrictMath.log(sums[r]) : 1 / sums[r];
            }
            if (log) {
                shift(x, i, own.perRow, sums, count, n, y, o);
            } else {
                affine(y, o, sums, null, count, n);
            }
        });
    }

    /// `y[r] = e^(x[r] - max[r])` and `sums[r] = Σ y[r]`; of a row of -inf, zeros and 1.
    static void exponentials(float[] x, int xo, float[] max, int rows, int n, float[] y, int yo, float[] sums) {
        try {
            exponentialLoop.invokeExact(x, xo, max, rows, n, y, yo, Workspace.mine().tails);
        } catch (Throwable problem) {
            throw Outlined.failed(problem);
        }
        RowSums.sums(y, yo, rows, n, sums, 0);
        for (int r = 0; r < rows; r++) {
            if (max[r] == Float.NEGATIVE_INFINITY) {
                Arrays.fill(y, yo + r * n, yo + (r + 1) * n, 0);
                sums[r] = 1;
            }
        }
    }

    /// The end of a row goes through a vector of scratch: one copy of the polynomial is enough for the compiler.
    static void exponentialLoop(float[] x, int xo, float[] max, int rows, int n, float[] y, int yo, float[] tail) {
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < n; i += L) {
                float[] from = x;
                float[] to = y;
                int at = xo + r * n + i;
                int out = yo + r * n + i;
                if (i > n - L) {
                    System.arraycopy(x, at, tail, 0, n - i);
                    from = tail;
                    to = tail;
                    at = 0;
                    out = 0;
                }
                VectorMath.expOfNegative(fromArray(S, from, at).sub(max[r])).intoArray(to, out);
                if (i > n - L) {
                    System.arraycopy(tail, 0, y, yo + r * n + i, n - i);
                }
            }
        }
    }

    /// `y[r] = y[r]·factor[r] + term[r]`; no terms where they are null.
    static void affine(float[] y, int yo, float[] factor, float[] term, int rows, int n) {
        try {
            affineLoop.invokeExact(y, yo, factor, term, rows, n);
        } catch (Throwable problem) {
            throw Outlined.failed(problem);
        }
    }

    static void affineLoop(float[] y, int yo, float[] factor, float[] term, int rows, int n) {
        for (int r = 0; r < rows; r++) {
            int row = yo + r * n;
            FloatVector f = FloatVector.broadcast(S, factor[r]);
            FloatVector t = FloatVector.broadcast(S, term == null ? 0 : term[r]);
            int i = 0;
            for (; i <= n - L; i += L) {
                fromArray(S, y, row + i).fma(f, t).intoArray(y, row + i);
            }
            for (; i < n; i++) {
                y[row + i] = Math.fma(y[row + i], factor[r], term == null ? 0 : term[r]);
            }
        }
    }

    private static void shift(float[] x, int xo, float[] max, float[] logSum, int rows, int n, float[] y, int yo) {
        try {
            logLoop.invokeExact(x, xo, max, logSum, rows, n, y, yo);
        } catch (Throwable problem) {
            throw Outlined.failed(problem);
        }
    }

    /// `y[r] = (x[r] - max[r]) - logSum[r]`.
    static void logLoop(float[] x, int xo, float[] max, float[] logSum, int rows, int n, float[] y, int yo) {
        for (int r = 0; r < rows; r++) {
            int row = r * n;
            int i = 0;
            for (; i <= n - L; i += L) {
                fromArray(S, x, xo + row + i).sub(max[r]).sub(logSum[r]).intoArray(y, yo + row + i);
            }
            for (; i < n; i++) {
                y[yo + row + i] = x[xo + row + i] - max[r] - logSum[r];
            }
        }
    }

    static void gradient(float[] y, int yo, int rows, int n, boolean log, float[] dy, int dyo, float[] dx, int dxo) {
        Pieces.rows(rows, n, (from, to) -> {
            Workspace own = Workspace.mine();
            float[] sums = own.perRow;
            float[] zeros = own.means;
            int count = to - from;
            int at = from * n;
            Arrays.fill(zeros, 0, count, 0);
            try {
                if (log) {
                    float[] p = own.row(count * n);
                    exponentialLoop.invokeExact(y, yo + at, zeros, count, n, p, 0, own.tails);
                    RowSums.sums(dy, dyo + at, count, n, sums, 0);
                    logGradientLoop.invokeExact(p, sums, count, n, dy, dyo + at, dx, dxo + at);
                } else {
                    RowSums.products(y, yo + at, dy, dyo + at, zeros, count, n, sums);
                    gradientLoop.invokeExact(y, yo + at, sums, count, n, dy, dyo + at, dx, dxo + at);
                }
            } catch (Throwable problem) {
                throw Outlined.failed(problem);
            }
        });
    }

    /// `dx = y·(dy - sum)`.
    static void gradientLoop(
            float[] y, int yo, float[] sums, int rows, int n, float[] dy, int dyo, float[] dx, int dxo) {
        for (int r = 0; r < rows; r++) {
            int row = r * n;
            int i = 0;
            for (; i <= n - L; i += L) {
                fromArray(S, y, yo + row + i)
                        .mul(fromArray(S, dy, dyo + row + i).sub(sums[r]))
                        .intoArray(dx, dxo + row + i);
            }
            for (; i < n; i++) {
                dx[dxo + row + i] = y[yo + row + i] * (dy[dyo + row + i] - sums[r]);
            }
        }
    }

    /// `dx = dy - p·sum`.
    static void logGradientLoop(float[] p, float[] sums, int rows, int n, float[] dy, int dyo, float[] dx, int dxo) {
        for (int r = 0; r < rows; r++) {
            int row = r * n;
            FloatVector minusSum = FloatVector.broadcast(S, -sums[r]);
            int i = 0;
            for (; i <= n - L; i += L) {
                fromArray(S, p, row + i)
                        .fma(minusSum, fromArray(S, dy, dyo + row + i))
                        .intoArray(dx, dxo + row + i);
            }
            for (; i < n; i++) {
                dx[dxo + row + i] = Math.fma(p[row + i], -sums[r], dy[dyo + row + i]);
            }
        }
    }
}
