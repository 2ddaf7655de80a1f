package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.ByteKernels.FIRST;
import static io.blip2j.core.backend.vector.ByteKernels.FIRST_ZERO;
import static io.blip2j.core.backend.vector.ByteKernels.SECOND;
import static io.blip2j.core.backend.vector.ByteKernels.SECOND_ZERO;
import static io.blip2j.core.backend.vector.Lanes.COUNT;
import static io.blip2j.core.backend.vector.Lanes.FLOATS;
import static io.blip2j.core.backend.vector.Lanes.INTS;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// The product of one row with neighbouring INT8 panels, each read once, where it lies.
///
/// As [ByteKernels] for one row, with more sums at a time and so more panels.
final class ByteStream {
    /// Registers of sums: enough chains to hide the latency of a multiply-add.
    private static final int SUMS = 4;
    private static final int PER_PANEL = Gemm.WIDTH / COUNT;
    /// Panels read at once; none where registers are narrow.
    static final int PANELS = SUMS / PER_PANEL;

    private static final long BYTES = (long) COUNT * Integer.BYTES;
    /// Bytes of a panel from one `p` to the next.
    private static final long STEP = Gemm.WIDTH;

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private ByteStream() {}

    /// `c[j] (+)= Σ_p a[p]·q[p, j]` for `j < 32·PANELS`, `p < k` ascending from 0.
    /// @param bt place of the first number of the first panel, in bytes
    /// @param panel bytes from one panel to the next
    static void run(float[] a, int at, MemorySegment b, long bt, long panel, int k, float[] c, int ct, boolean add) {
        FloatVector c0 = FloatVector.zero(FLOATS);
        FloatVector c1 = FloatVector.zero(FLOATS);
        FloatVector c2 = FloatVector.zero(FLOATS);
        FloatVector c3 = FloatVector.zero(FLOATS);
        long d0 = 0 / PER_PANEL * panel + 0 % PER_PANEL * BYTES;
        long d1 = 1 / PER_PANEL * panel + 1 % PER_PANEL * BYTES;
        long d2 = 2 / PER_PANEL * panel + 2 % PER_PANEL * BYTES;
        long d3 = 3 / PER_PANEL * panel + 3 % PER_PANEL * BYTES;
        for (int p = 0; p < k; p += 4) {
            long place = bt + p * STEP;
            IntVector q0 = IntVector.fromMemorySegment(INTS, b, place + d0, ORDER);
            IntVector q1 = IntVector.fromMemorySegment(INTS, b, place + d1, ORDER);
            IntVector q2 = IntVector.fromMemorySegment(INTS, b, place + d2, ORDER);
            IntVector q3 = IntVector.fromMemorySegment(INTS, b, place + d3, ORDER);
            FloatVector x = FloatVector.broadcast(FLOATS, a[at + p]);
            c0 = x.fma(q0.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO), c0);
            c1 = x.fma(q1.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO), c1);
            c2 = x.fma(q2.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO), c2);
            c3 = x.fma(q3.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO), c3);
            FloatVector y = FloatVector.broadcast(FLOATS, a[at + p + 1]);
            c0 = y.fma(
                    q0.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO), c0);
            c1 = y.fma(
                    q1.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO), c1);
            c2 = y.fma(
                    q2.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO), c2);
            c3 = y.fma(
                    q3.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO), c3);
            IntVector u0 = q0.lanewise(LSHR, 16);
            IntVector u1 = q1.lanewise(LSHR, 16);
            IntVector u2 = q2.lanewise(LSHR, 16);
            IntVector u3 = q3.lanewise(LSHR, 16);
            FloatVector z = FloatVector.broadcast(FLOATS, a[at + p + 2]);
            c0 = z.fma(u0.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO), c0);
            c1 = z.fma(u1.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO), c1);
            c2 = z.fma(u2.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO), c2);
            c3 = z.fma(u3.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO), c3);
            FloatVector w = FloatVector.broadcast(FLOATS, a[at + p + 3]);
            c0 = w.fma(
                    u0.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO), c0);
            c1 = w.fma(
                    u1.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO), c1);
            c2 = w.fma(
                    u2.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO), c2);
            c3 = w.fma(
                    u3.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO), c3);
        }
        if (add) {
            c0 = FloatVector.fromArray(FLOATS, c, ct + 0 * COUNT).add(c0);
            c1 = FloatVector.fromArray(FLOATS, c, ct + 1 * COUNT).add(c1);
            c2 = FloatVector.fromArray(FLOATS, c, ct + 2 * COUNT).add(c2);
            c3 = FloatVector.fromArray(FLOATS, c, ct + 3 * COUNT).add(c3);
        }
        c0.intoArray(c, ct + 0 * COUNT);
        c1.intoArray(c, ct + 1 * COUNT);
        c2.intoArray(c, ct + 2 * COUNT);
        c3.intoArray(c, ct + 3 * COUNT);
    }
}
