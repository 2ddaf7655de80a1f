package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Rows.L;
import static io.blip2j.core.backend.vector.Rows.LANES;
import static io.blip2j.core.backend.vector.Rows.NARROW;
import static io.blip2j.core.backend.vector.Rows.S;
import static jdk.incubator.vector.FloatVector.fromArray;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/// Sums over rows, each in the 64 lanes of [Rows], a group of rows a call. The lanes are registers while whole rounds
/// last; for the end of the row they lie in memory.
final class RowSums {
    private static MethodHandle sumLoop = Outlined.of(MethodHandles.lookup(), "sumLoop");
    private static MethodHandle squareLoop = Outlined.of(MethodHandles.lookup(), "squareLoop");
    private static MethodHandle productLoop = Outlined.of(MethodHandles.lookup(), "productLoop");

    private RowSums() {}

    /// `out[r] = Σ x[r]`.
    static void sums(float[] x, int xo, int rows, int n, float[] out, int oo) {
        try {
            sumLoop.invokeExact(x, xo, rows, n, out, oo, Workspace.mine().lanes);
        } catch (Throwable problem) {
            throw Outlined.failed(problem);
        }
    }

    static void sumLoop(float[] x, int xo, int rows, int n, float[] out, int oo, float[] lanes) {
        for (int r = 0; r < rows; r++) {
            int row = xo + r * n;
            FloatVector c0 = FloatVector.zero(S);
            FloatVector c1 = c0;
            FloatVector c2 = c0;
            FloatVector c3 = c0;
            FloatVector c4 = c0;
            FloatVector c5 = c0;
            FloatVector c6 = c0;
            FloatVector c7 = c0;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                c0 = c0.add(fromArray(S, x, row + i));
                c1 = c1.add(fromArray(S, x, row + i + L));
                c2 = c2.add(fromArray(S, x, row + i + 2 * L));
                c3 = c3.add(fromArray(S, x, row + i + 3 * L));
                if (NARROW) {
                    c4 = c4.add(fromArray(S, x, row + i + 4 * L));
                    c5 = c5.add(fromArray(S, x, row + i + 5 * L));
                    c6 = c6.add(fromArray(S, x, row + i + 6 * L));
                    c7 = c7.add(fromArray(S, x, row + i + 7 * L));
                }
            }
            c0.intoArray(lanes, 0);
            c1.intoArray(lanes, L);
            c2.intoArray(lanes, 2 * L);
            c3.intoArray(lanes, 3 * L);
            if (NARROW) {
                c4.intoArray(lanes, 4 * L);
                c5.intoArray(lanes, 5 * L);
                c6.intoArray(lanes, 6 * L);
                c7.intoArray(lanes, 7 * L);
            }
            int lane = 0;
            for (; i <= n - L; i += L) {
                fromArray(S, lanes, lane).add(fromArray(S, x, row + i)).intoArray(lanes, lane);
                lane += L;
            }
            for (; i < n; i++) {
                lanes[lane++] += x[row + i];
            }
            out[oo + r] = Rows.sum(lanes);
        }
    }

    /// `out[r] = Σ (x[r] - center[r])²`.
    static void squares(float[] x, int xo, float[] center, int rows, int n, float[] out) {
        try {
            squareLoop.invokeExact(x, xo, center, rows, n, out, Workspace.mine().lanes);
        } catch (Throwable problem) {
            throw Outlined.failed(problem);
        }
    }

    static void squareLoop(float[] x, int xo, float[] center, int rows, int n, float[] out, float[] lanes) {
        for (int r = 0; r < rows; r++) {
            int row = xo + r * n;
            float mean = center[r];
            FloatVector c0 = FloatVector.zero(S);
            FloatVector c1 = c0;
            FloatVector c2 = c0;
            FloatVector c3 = c0;
            FloatVector c4 = c0;
            FloatVector c5 = c0;
            FloatVector c6 = c0;
            FloatVector c7 = c0;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector d0 = fromArray(S, x, row + i).sub(mean);
                c0 = d0.fma(d0, c0);
                FloatVector d1 = fromArray(S, x, row + i + L).sub(mean);
                c1 = d1.fma(d1, c1);
                FloatVector d2 = fromArray(S, x, row + i + 2 * L).sub(mean);
                c2 = d2.fma(d2, c2);
                FloatVector d3 = fromArray(S, x, row + i + 3 * L).sub(mean);
                c3 = d3.fma(d3, c3);
                if (NARROW) {
                    FloatVector d4 = fromArray(S, x, row + i + 4 * L).sub(mean);
                    c4 = d4.fma(d4, c4);
                    FloatVector d5 = fromArray(S, x, row + i + 5 * L).sub(mean);
                    c5 = d5.fma(d5, c5);
                    FloatVector d6 = fromArray(S, x, row + i + 6 * L).sub(mean);
                    c6 = d6.fma(d6, c6);
                    FloatVector d7 = fromArray(S, x, row + i + 7 * L).sub(mean);
                    c7 = d7.fma(d7, c7);
                }
            }
            c0.intoArray(lanes, 0);
            c1.intoArray(lanes, L);
            c2.intoArray(lanes, 2 * L);
            c3.intoArray(lanes, 3 * L);
            if (NARROW) {
                c4.intoArray(lanes, 4 * L);
                c5.intoArray(lanes, 5 * L);
                c6.intoArray(lanes, 6 * L);
                c7.intoArray(lanes, 7 * L);
            }
            int lane = 0;
            for (; i <= n - L; i += L) {
                FloatVector d = fromArray(S, x, row + i).sub(mean);
                d.fma(d, fromArray(S, lanes, lane)).intoArray(lanes, lane);
                lane += L;
            }
            for (; i < n; i++) {
                float d = x[row + i] - mean;
                lanes[lane] = Math.fma(d, d, lanes[lane]);
                lane++;
            }
            out[r] = Rows.sum(lanes);
        }
    }

    /// `out[r] = Σ a[r]·(x[r] - center[r])`.
    static void products(float[] a, int ao, float[] x, int xo, float[] center, int rows, int n, float[] out) {
        try {
            productLoop.invokeExact(a, ao, x, xo, center, rows, n, out, Workspace.mine().lanes);
        } catch (Throwable problem) {
            throw Outlined.failed(problem);
        }
    }

    static void productLoop(
            float[] a, int ao, float[] x, int xo, float[] center, int rows, int n, float[] out, float[] lanes) {
        for (int r = 0; r < rows; r++) {
            int rowA = ao + r * n;
            int rowX = xo + r * n;
            float mean = center[r];
            FloatVector c0 = FloatVector.zero(S);
            FloatVector c1 = c0;
            FloatVector c2 = c0;
            FloatVector c3 = c0;
            FloatVector c4 = c0;
            FloatVector c5 = c0;
            FloatVector c6 = c0;
            FloatVector c7 = c0;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                c0 = fromArray(S, x, rowX + i).sub(mean).fma(fromArray(S, a, rowA + i), c0);
                c1 = fromArray(S, x, rowX + i + L).sub(mean).fma(fromArray(S, a, rowA + i + L), c1);
                c2 = fromArray(S, x, rowX + i + 2 * L).sub(mean).fma(fromArray(S, a, rowA + i + 2 * L), c2);
                c3 = fromArray(S, x, rowX + i + 3 * L).sub(mean).fma(fromArray(S, a, rowA + i + 3 * L), c3);
                if (NARROW) {
                    c4 = fromArray(S, x, rowX + i + 4 * L).sub(mean).fma(fromArray(S, a, rowA + i + 4 * L), c4);
                    c5 = fromArray(S, x, rowX + i + 5 * L).sub(mean).fma(fromArray(S, a, rowA + i + 5 * L), c5);
                    c6 = fromArray(S, x, rowX + i + 6 * L).sub(mean).fma(fromArray(S, a, rowA + i + 6 * L), c6);
                    c7 = fromArray(S, x, rowX + i + 7 * L).sub(mean).fma(fromArray(S, a, rowA + i + 7 * L), c7);
                }
            }
            c0.intoArray(lanes, 0);
            c1.intoArray(lanes, L);
            c2.intoArray(lanes, 2 * L);
            c3.intoArray(lanes, 3 * L);
            if (NARROW) {
                c4.intoArray(lanes, 4 * L);
                c5.intoArray(lanes, 5 * L);
                c6.intoArray(lanes, 6 * L);
                c7.intoArray(lanes, 7 * L);
            }
            int lane = 0;
            for (; i <= n - L; i += L) {
                FloatVector d = fromArray(S, x, rowX + i).sub(mean);
                d.fma(fromArray(S, a, rowA + i), fromArray(S, lanes, lane)).intoArray(lanes, lane);
                lane += L;
            }
            for (; i < n; i++) {
                lanes[lane] = Math.fma(x[rowX + i] - mean, a[rowA + i], lanes[lane]);
                lane++;
            }
            out[r] = Rows.sum(lanes);
        }
    }
}
