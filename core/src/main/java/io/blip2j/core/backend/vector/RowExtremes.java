package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Rows.L;
import static io.blip2j.core.backend.vector.Rows.S;
import static jdk.incubator.vector.FloatVector.fromArray;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Largest and smallest element of each row of a group; NaN if any is. Their order does not matter.
final class RowExtremes {
    private static MethodHandle maxLoop = Outlined.of(MethodHandles.lookup(), "maxLoop");
    private static MethodHandle minLoop = Outlined.of(MethodHandles.lookup(), "minLoop");

    private RowExtremes() {}

    /// `out[r] = max x[r]`; -inf of nothing.
    static void maxima(float[] x, int xo, int rows, int n, float[] out, int oo) {
        try {
            maxLoop.invokeExact(x, xo, rows, n, out, oo);
        } catch (Throwable problem) {
            throw Outlined.failed(problem);
        }
    }

    static void maxLoop(float[] x, int xo, int rows, int n, float[] out, int oo) {
        for (int r = 0; r < rows; r++) {
            FloatVector c0 = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
            FloatVector c1 = c0;
            int i = xo + r * n;
            int end = i + n;
            for (; i <= end - 2 * L; i += 2 * L) {
                c0 = c0.max(fromArray(S, x, i));
                c1 = c1.max(fromArray(S, x, i + L));
            }
            float largest = c0.max(c1).reduceLanes(VectorOperators.MAX);
            if (i <= end - L) {
                largest = Math.max(largest, fromArray(S, x, i).reduceLanes(VectorOperators.MAX));
                i += L;
            }
            for (; i < end; i++) {
                largest = Math.max(largest, x[i]);
            }
            out[oo + r] = largest;
        }
    }

    /// `out[r] = min x[r]`; inf of nothing.
    static void minima(float[] x, int xo, int rows, int n, float[] out, int oo) {
        try {
            minLoop.invokeExact(x, xo, rows, n, out, oo);
        } catch (Throwable problem) {
            throw Outlined.failed(problem);
        }
    }

    static void minLoop(float[] x, int xo, int rows, int n, float[] out, int oo) {
        for (int r = 0; r < rows; r++) {
            FloatVector c0 = FloatVector.broadcast(S, Float.POSITIVE_INFINITY);
            FloatVector c1 = c0;
            int i = xo + r * n;
            int end = i + n;
            for (; i <= end - 2 * L; i += 2 * L) {
                c0 = c0.min(fromArray(S, x, i));
                c1 = c1.min(fromArray(S, x, i + L));
            }
            float smallest = c0.min(c1).reduceLanes(VectorOperators.MIN);
            if (i <= end - L) {
                smallest = Math.min(smallest, fromArray(S, x, i).reduceLanes(VectorOperators.MIN));
                i += L;
            }
            for (; i < end; i++) {
                smallest = Math.min(smallest, x[i]);
            }
            out[oo + r] = smallest;
        }
    }
}
