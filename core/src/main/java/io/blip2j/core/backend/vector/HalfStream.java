package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Lanes.COUNT;
import static io.blip2j.core.backend.vector.Lanes.FLOATS;
import static io.blip2j.core.backend.vector.Lanes.INTS;
import static jdk.incubator.vector.VectorOperators.LSHL;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// The product of one row with neighbouring BF16 panels, each read once, where it lies.
///
/// As [HalfKernels] for one row, with more sums at a time and so more panels.
final class HalfStream {
    /// Registers of sums: enough chains to hide the latency of a multiply-add.
    private static final int SUMS = 8;
    private static final int PER_PANEL = Gemm.WIDTH / COUNT;
    /// Panels read at once; none where registers are narrow.
    static final int PANELS = SUMS / PER_PANEL;

    private static final long BYTES = (long) COUNT * Integer.BYTES;
    private static final int UPPER = 0xFFFF0000;
    /// Bytes of a panel from one `p` to the next.
    private static final long STEP = (long) Gemm.WIDTH * Short.BYTES;

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private HalfStream() {}

    /// `c[j] (+)= Σ_p a[p]·b[p, j]` for `j < 32·PANELS`, `p < k` ascending from 0.
    /// @param bt place of the first number of the first panel, in bytes
    /// @param panel bytes from one panel to the next
    static void run(float[] a, int at, MemorySegment b, long bt, long panel, int k, float[] c, int ct, boolean add) {
        FloatVector c0 = FloatVector.zero(FLOATS);
        FloatVector c1 = FloatVector.zero(FLOATS);
        FloatVector c2 = FloatVector.zero(FLOATS);
        FloatVector c3 = FloatVector.zero(FLOATS);
        FloatVector c4 = FloatVector.zero(FLOATS);
        FloatVector c5 = FloatVector.zero(FLOATS);
        FloatVector c6 = FloatVector.zero(FLOATS);
        FloatVector c7 = FloatVector.zero(FLOATS);
        long d0 = 0 / PER_PANEL * panel + 0 % PER_PANEL * BYTES;
        long d1 = 1 / PER_PANEL * panel + 1 % PER_PANEL * BYTES;
        long d2 = 2 / PER_PANEL * panel + 2 % PER_PANEL * BYTES;
        long d3 = 3 / PER_PANEL * panel + 3 % PER_PANEL * BYTES;
        long d4 = 4 / PER_PANEL * panel + 4 % PER_PANEL * BYTES;
        long d5 = 5 / PER_PANEL * panel + 5 % PER_PANEL * BYTES;
        long d6 = 6 / PER_PANEL * panel + 6 % PER_PANEL * BYTES;
        long d7 = 7 / PER_PANEL * panel + 7 % PER_PANEL * BYTES;
        int p = 0;
        for (; p + 1 < k; p += 2) {
            long place = bt + p * STEP;
            IntVector q0 = IntVector.fromMemorySegment(INTS, b, place + d0, ORDER);
            IntVector q1 = IntVector.fromMemorySegment(INTS, b, place + d1, ORDER);
            IntVector q2 = IntVector.fromMemorySegment(INTS, b, place + d2, ORDER);
            IntVector q3 = IntVector.fromMemorySegment(INTS, b, place + d3, ORDER);
            IntVector q4 = IntVector.fromMemorySegment(INTS, b, place + d4, ORDER);
            IntVector q5 = IntVector.fromMemorySegment(INTS, b, place + d5, ORDER);
            IntVector q6 = IntVector.fromMemorySegment(INTS, b, place + d6, ORDER);
            IntVector q7 = IntVector.fromMemorySegment(INTS, b, place + d7, ORDER);
            FloatVector x = FloatVector.broadcast(FLOATS, a[at + p]);
            c0 = x.fma(q0.lanewise(LSHL, 16).reinterpretAsFloats(), c0);
            c1 = x.fma(q1.lanewise(LSHL, 16).reinterpretAsFloats(), c1);
            c2 = x.fma(q2.lanewise(LSHL, 16).reinterpretAsFloats(), c2);
            c3 = x.fma(q3.lanewise(LSHL, 16).reinterpretAsFloats(), c3);
            c4 = x.fma(q4.lanewise(LSHL, 16).reinterpretAsFloats(), c4);
            c5 = x.fma(q5.lanewise(LSHL, 16).reinterpretAsFloats(), c5);
            c6 = x.fma(q6.lanewise(LSHL, 16).reinterpretAsFloats(), c6);
            c7 = x.fma(q7.lanewise(LSHL, 16).reinterpretAsFloats(), c7);
            FloatVector y = FloatVector.broadcast(FLOATS, a[at + p + 1]);
            c0 = y.fma(q0.and(UPPER).reinterpretAsFloats(), c0);
            c1 = y.fma(q1.and(UPPER).reinterpretAsFloats(), c1);
            c2 = y.fma(q2.and(UPPER).reinterpretAsFloats(), c2);
            c3 = y.fma(q3.and(UPPER).reinterpretAsFloats(), c3);
            c4 = y.fma(q4.and(UPPER).reinterpretAsFloats(), c4);
            c5 = y.fma(q5.and(UPPER).reinterpretAsFloats(), c5);
            c6 = y.fma(q6.and(UPPER).reinterpretAsFloats(), c6);
            c7 = y.fma(q7.and(UPPER).reinterpretAsFloats(), c7);
        }
        if (p < k) {
            long place = bt + p * STEP;
            FloatVector x = FloatVector.broadcast(FLOATS, a[at + p]);
            c0 = x.fma(
                    IntVector.fromMemorySegment(INTS, b, place + d0, ORDER)
                            .lanewise(LSHL, 16)
                            .reinterpretAsFloats(),
                    c0);
            c1 = x.fma(
                    IntVector.fromMemorySegment(INTS, b, place + d1, ORDER)
                            .lanewise(LSHL, 16)
                            .reinterpretAsFloats(),
                    c1);
            c2 = x.fma(
                    IntVector.fromMemorySegment(INTS, b, place + d2, ORDER)
                            .lanewise(LSHL, 16)
                            .reinterpretAsFloats(),
                    c2);
            c3 = x.fma(
                    IntVector.fromMemorySegment(INTS, b, place + d3, ORDER)
                            .lanewise(LSHL, 16)
                            .reinterpretAsFloats(),
                    c3);
            c4 = x.fma(
                    IntVector.fromMemorySegment(INTS, b, place + d4, ORDER)
                            .lanewise(LSHL, 16)
                            .reinterpretAsFloats(),
                    c4);
            c5 = x.fma(
                    IntVector.fromMemorySegment(INTS, b, place + d5, ORDER)
                            .lanewise(LSHL, 16)
                            .reinterpretAsFloats(),
                    c5);
            c6 = x.fma(
                    IntVector.fromMemorySegment(INTS, b, place + d6, ORDER)
                            .lanewise(LSHL, 16)
                            .reinterpretAsFloats(),
                    c6);
            c7 = x.fma(
                    IntVector.fromMemorySegment(INTS, b, place + d7, ORDER)
                            .lanewise(LSHL, 16)
                            .reinterpretAsFloats(),
                    c7);
        }
        if (add) {
            c0 = FloatVector.fromArray(FLOATS, c, ct + 0 * COUNT).add(c0);
            c1 = FloatVector.fromArray(FLOATS, c, ct + 1 * COUNT).add(c1);
            c2 = FloatVector.fromArray(FLOATS, c, ct + 2 * COUNT).add(c2);
            c3 = FloatVector.fromArray(FLOATS, c, ct + 3 * COUNT).add(c3);
            c4 = FloatVector.fromArray(FLOATS, c, ct + 4 * COUNT).add(c4);
            c5 = FloatVector.fromArray(FLOATS, c, ct + 5 * COUNT).add(c5);
            c6 = FloatVector.fromArray(FLOATS, c, ct + 6 * COUNT).add(c6);
            c7 = FloatVector.fromArray(FLOATS, c, ct + 7 * COUNT).add(c7);
        }
        c0.intoArray(c, ct + 0 * COUNT);
        c1.intoArray(c, ct + 1 * COUNT);
        c2.intoArray(c, ct + 2 * COUNT);
        c3.intoArray(c, ct + 3 * COUNT);
        c4.intoArray(c, ct + 4 * COUNT);
        c5.intoArray(c, ct + 5 * COUNT);
        c6.intoArray(c, ct + 6 * COUNT);
        c7.intoArray(c, ct + 7 * COUNT);
    }
}
