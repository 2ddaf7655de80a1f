package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Rows.BY_1;
import static io.blip2j.core.backend.vector.Rows.BY_2;
import static io.blip2j.core.backend.vector.Rows.BY_4;
import static io.blip2j.core.backend.vector.Rows.BY_8;
import static io.blip2j.core.backend.vector.Rows.L;
import static io.blip2j.core.backend.vector.Rows.NARROW;
import static io.blip2j.core.backend.vector.Rows.S;
import static jdk.incubator.vector.FloatVector.fromArray;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// Sums over rows, each in the 64 lanes of [Rows], a group of rows a call.
final class RowSums {
    private static MethodHandle sumLoop = Outlined.of(MethodHandles.lookup(), "sumLoop");
    private static MethodHandle squareLoop = Outlined.of(MethodHandles.lookup(), "squareLoop");
    private static MethodHandle productLoop = Outlined.of(MethodHandles.lookup(), "productLoop");

    private RowSums() {}

    /// `out[r] = Σ x[r]`.
    static void sums(float[] x, int xo, int rows, int n, float[] out, int oo) {
        try {
            sumLoop.invokeExact(x, xo, rows, n, out, oo, Workspace.mine().tails);
        } catch (Throwable problem) {
            throw Outlined.failed(problem);
        }
    }

    static void sumLoop(float[] x, int xo, int rows, int n, float[] out, int oo, float[] tail) {
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
            int whole = n - n % L;
            for (int i = 0; i < whole; i += L) {
                FloatVector t = c0.add(fromArray(S, x, row + i));
                c0 = c1;
                c1 = c2;
                c2 = c3;
                c3 = NARROW ? c4 : t;
                c4 = c5;
                c5 = c6;
                c6 = c7;
                c7 = t;
            }
            if (whole < n) {
                Arrays.fill(tail, 0, L, 0);
                System.arraycopy(x, row + whole, tail, 0, n - whole);
                c0 = c0.add(fromArray(S, tail, 0));
            }
            if (NARROW) {
                c0 = c0.add(c4);
                c1 = c1.add(c5);
                c2 = c2.add(c6);
                c3 = c3.add(c7);
            }
            FloatVector c = c0.add(c2).add(c1.add(c3));
            c = NARROW ? c : c.add(c.rearrange(BY_8));
            c = c.add(c.rearrange(BY_4));
            c = c.add(c.rearrange(BY_2));
            out[oo + r] = c.add(c.rearrange(BY_1)).lane(0);
        }
    }

    /// `out[r] = Σ (x[r] - center[r])²`.
    static void squares(float[] x, int xo, float[] center, int rows, int n, float[] out) {
        try {
            squareLoop.invokeExact(x, xo, center, rows, n, out, Workspace.mine().tails);
        } catch (Throwable problem) {
            throw Outlined.failed(problem);
        }
    }

    static void squareLoop(float[] x, int xo, float[] center, int rows, int n, float[] out, float[] tail) {
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
            int whole = n - n % L;
            for (int i = 0; i < whole; i += L) {
                FloatVector d = fromArray(S, x, row + i).sub(mean);
                FloatVector t = d.fma(d, c0);
                c0 = c1;
                c1 = c2;
                c2 = c3;
                c3 = NARROW ? c4 : t;
                c4 = c5;
                c5 = c6;
                c6 = c7;
                c7 = t;
            }
            if (whole < n) {
                Arrays.fill(tail, 0, L, mean);
                System.arraycopy(x, row + whole, tail, 0, n - whole);
                FloatVector d = fromArray(S, tail, 0).sub(mean);
                c0 = d.fma(d, c0);
            }
            if (NARROW) {
                c0 = c0.add(c4);
                c1 = c1.add(c5);
                c2 = c2.add(c6);
                c3 = c3.add(c7);
            }
            FloatVector c = c0.add(c2).add(c1.add(c3));
            c = NARROW ? c : c.add(c.rearrange(BY_8));
            c = c.add(c.rearrange(BY_4));
            c = c.add(c.rearrange(BY_2));
            out[r] = c.add(c.rearrange(BY_1)).lane(0);
        }
    }

    /// `out[r] = Σ a[r]·(x[r] - center[r])`.
    static void products(float[] a, int ao, float[] x, int xo, float[] center, int rows, int n, float[] out) {
        try {
            productLoop.invokeExact(a, ao, x, xo, center, rows, n, out, Workspace.mine().tails);
        } catch (Throwable problem) {
            throw Outlined.failed(problem);
        }
    }

    static void productLoop(
            float[] a, int ao, float[] x, int xo, float[] center, int rows, int n, float[] out, float[] tail) {
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
            int whole = n - n % L;
            for (int i = 0; i < whole; i += L) {
                FloatVector t = fromArray(S, x, rowX + i).sub(mean).fma(fromArray(S, a, rowA + i), c0);
                c0 = c1;
                c1 = c2;
                c2 = c3;
                c3 = NARROW ? c4 : t;
                c4 = c5;
                c5 = c6;
                c6 = c7;
                c7 = t;
            }
            if (whole < n) {
                Arrays.fill(tail, 0, L, mean);
                Arrays.fill(tail, L, 2 * L, 0);
                System.arraycopy(x, rowX + whole, tail, 0, n - whole);
                System.arraycopy(a, rowA + whole, tail, L, n - whole);
                c0 = fromArray(S, tail, 0).sub(mean).fma(fromArray(S, tail, L), c0);
            }
            if (NARROW) {
                c0 = c0.add(c4);
                c1 = c1.add(c5);
                c2 = c2.add(c6);
                c3 = c3.add(c7);
            }
            FloatVector c = c0.add(c2).add(c1.add(c3));
            c = NARROW ? c : c.add(c.rearrange(BY_8));
            c = c.add(c.rearrange(BY_4));
            c = c.add(c.rearrange(BY_2));
            out[r] = c.add(c.rearrange(BY_1)).lane(0);
        }
    }
}
