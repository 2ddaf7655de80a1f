package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Lanes.COUNT;
import static io.blip2j.core.backend.vector.Lanes.FLOATS;
import static io.blip2j.core.backend.vector.Lanes.INTS;
import static io.blip2j.core.backend.vector.NibbleKernels.FIRST;
import static io.blip2j.core.backend.vector.NibbleKernels.FIRST_ZERO;
import static io.blip2j.core.backend.vector.NibbleKernels.FOURTH;
import static io.blip2j.core.backend.vector.NibbleKernels.FOURTH_ZERO;
import static io.blip2j.core.backend.vector.NibbleKernels.SECOND;
import static io.blip2j.core.backend.vector.NibbleKernels.SECOND_ZERO;
import static io.blip2j.core.backend.vector.NibbleKernels.THIRD;
import static io.blip2j.core.backend.vector.NibbleKernels.THIRD_ZERO;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// The product of one row with neighbouring INT4 panels, each read once, where it lies.
///
/// As [NibbleKernels] for one row, with more sums at a time and so more panels.
final class NibbleStream {
    /// Registers of sums: enough chains to hide the latency of a multiply-add.
    private static final int SUMS = 4;
    private static final int PER_PANEL = Gemm.WIDTH / COUNT;
    /// Panels read at once; none where registers are narrow.
    static final int PANELS = SUMS / PER_PANEL;

    private static final long BYTES = (long) COUNT * Integer.BYTES;
    private static final long STEP = NibblePanels.STEP;
    private static final int UPPER = 0xFFFF0000;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private NibbleStream() {}

    /// `c[j] (+)= Σ_p a[p]·(q[p, j]·s[p/32, j])` for `j < 32·PANELS`, `p < k` ascending from 0.
    /// @param bt place of the first int of the first panel, in bytes
    /// @param panel bytes from one panel to the next
    /// @param ft place of the first panel's first factor, in bytes
    /// @param factors bytes from one panel's factors to the next one's
    /// @param group number of the group that `p` = 0 begins
    static void run(
            float[] a,
            int at,
            MemorySegment b,
            long bt,
            long panel,
            MemorySegment f,
            long ft,
            long factors,
            int group,
            int k,
            float[] c,
            int ct,
            boolean add) {
        FloatVector c0 = FloatVector.zero(FLOATS);
        FloatVector c1 = FloatVector.zero(FLOATS);
        FloatVector c2 = FloatVector.zero(FLOATS);
        FloatVector c3 = FloatVector.zero(FLOATS);
        long d0 = 0 / PER_PANEL * panel + 0 % PER_PANEL * BYTES;
        long d1 = 1 / PER_PANEL * panel + 1 % PER_PANEL * BYTES;
        long d2 = 2 / PER_PANEL * panel + 2 % PER_PANEL * BYTES;
        long d3 = 3 / PER_PANEL * panel + 3 % PER_PANEL * BYTES;
        long e0 = 0 / PER_PANEL * factors + 0 % PER_PANEL * BYTES;
        long e1 = 1 / PER_PANEL * factors + 1 % PER_PANEL * BYTES;
        long e2 = 2 / PER_PANEL * factors + 2 % PER_PANEL * BYTES;
        long e3 = 3 / PER_PANEL * factors + 3 % PER_PANEL * BYTES;
        for (int p = 0; p < k; p += 8) {
            int g = group + (p >> 5);
            long fp = ft + (g >> 1) * STEP;
            int up = 16 - 16 * (g & 1);
            FloatVector s0 = IntVector.fromMemorySegment(INTS, f, fp + e0, ORDER)
                    .lanewise(VectorOperators.LSHL, up)
                    .and(UPPER)
                    .reinterpretAsFloats();
            FloatVector s1 = IntVector.fromMemorySegment(INTS, f, fp + e1, ORDER)
                    .lanewise(VectorOperators.LSHL, up)
                    .and(UPPER)
                    .reinterpretAsFloats();
            FloatVector s2 = IntVector.fromMemorySegment(INTS, f, fp + e2, ORDER)
                    .lanewise(VectorOperators.LSHL, up)
                    .and(UPPER)
                    .reinterpretAsFloats();
            FloatVector s3 = IntVector.fromMemorySegment(INTS, f, fp + e3, ORDER)
                    .lanewise(VectorOperators.LSHL, up)
                    .and(UPPER)
                    .reinterpretAsFloats();
            long place = bt + (p >> 3) * STEP;
            IntVector q0 = IntVector.fromMemorySegment(INTS, b, place + d0, ORDER);
            IntVector q1 = IntVector.fromMemorySegment(INTS, b, place + d1, ORDER);
            IntVector q2 = IntVector.fromMemorySegment(INTS, b, place + d2, ORDER);
            IntVector q3 = IntVector.fromMemorySegment(INTS, b, place + d3, ORDER);
            FloatVector x0 = FloatVector.broadcast(FLOATS, a[at + p]);
            c0 = x0.fma(
                    q0.and(0xF).or(FIRST).reinterpretAsFloats().sub(FIRST_ZERO).mul(s0), c0);
            c1 = x0.fma(
                    q1.and(0xF).or(FIRST).reinterpretAsFloats().sub(FIRST_ZERO).mul(s1), c1);
            c2 = x0.fma(
                    q2.and(0xF).or(FIRST).reinterpretAsFloats().sub(FIRST_ZERO).mul(s2), c2);
            c3 = x0.fma(
                    q3.and(0xF).or(FIRST).reinterpretAsFloats().sub(FIRST_ZERO).mul(s3), c3);
            FloatVector x1 = FloatVector.broadcast(FLOATS, a[at + p + 1]);
            c0 = x1.fma(
                    q0.and(0xF0)
                            .or(SECOND)
                            .reinterpretAsFloats()
                            .sub(SECOND_ZERO)
                            .mul(s0),
                    c0);
            c1 = x1.fma(
                    q1.and(0xF0)
                            .or(SECOND)
                            .reinterpretAsFloats()
                            .sub(SECOND_ZERO)
                            .mul(s1),
                    c1);
            c2 = x1.fma(
                    q2.and(0xF0)
                            .or(SECOND)
                            .reinterpretAsFloats()
                            .sub(SECOND_ZERO)
                            .mul(s2),
                    c2);
            c3 = x1.fma(
                    q3.and(0xF0)
                            .or(SECOND)
                            .reinterpretAsFloats()
                            .sub(SECOND_ZERO)
                            .mul(s3),
                    c3);
            FloatVector x2 = FloatVector.broadcast(FLOATS, a[at + p + 2]);
            c0 = x2.fma(
                    q0.and(0xF00)
                            .or(THIRD)
                            .reinterpretAsFloats()
                            .sub(THIRD_ZERO)
                            .mul(s0),
                    c0);
            c1 = x2.fma(
                    q1.and(0xF00)
                            .or(THIRD)
                            .reinterpretAsFloats()
                            .sub(THIRD_ZERO)
                            .mul(s1),
                    c1);
            c2 = x2.fma(
                    q2.and(0xF00)
                            .or(THIRD)
                            .reinterpretAsFloats()
                            .sub(THIRD_ZERO)
                            .mul(s2),
                    c2);
            c3 = x2.fma(
                    q3.and(0xF00)
                            .or(THIRD)
                            .reinterpretAsFloats()
                            .sub(THIRD_ZERO)
                            .mul(s3),
                    c3);
            FloatVector x3 = FloatVector.broadcast(FLOATS, a[at + p + 3]);
            c0 = x3.fma(
                    q0.and(0xF000)
                            .or(FOURTH)
                            .reinterpretAsFloats()
                            .sub(FOURTH_ZERO)
                            .mul(s0),
                    c0);
            c1 = x3.fma(
                    q1.and(0xF000)
                            .or(FOURTH)
                            .reinterpretAsFloats()
                            .sub(FOURTH_ZERO)
                            .mul(s1),
                    c1);
            c2 = x3.fma(
                    q2.and(0xF000)
                            .or(FOURTH)
                            .reinterpretAsFloats()
                            .sub(FOURTH_ZERO)
                            .mul(s2),
                    c2);
            c3 = x3.fma(
                    q3.and(0xF000)
                            .or(FOURTH)
                            .reinterpretAsFloats()
                            .sub(FOURTH_ZERO)
                            .mul(s3),
                    c3);
            IntVector u0 = q0.lanewise(VectorOperators.LSHR, 16);
            IntVector u1 = q1.lanewise(VectorOperators.LSHR, 16);
            IntVector u2 = q2.lanewise(VectorOperators.LSHR, 16);
            IntVector u3 = q3.lanewise(VectorOperators.LSHR, 16);
            FloatVector x4 = FloatVector.broadcast(FLOATS, a[at + p + 4]);
            c0 = x4.fma(
                    u0.and(0xF).or(FIRST).reinterpretAsFloats().sub(FIRST_ZERO).mul(s0), c0);
            c1 = x4.fma(
                    u1.and(0xF).or(FIRST).reinterpretAsFloats().sub(FIRST_ZERO).mul(s1), c1);
            c2 = x4.fma(
                    u2.and(0xF).or(FIRST).reinterpretAsFloats().sub(FIRST_ZERO).mul(s2), c2);
            c3 = x4.fma(
                    u3.and(0xF).or(FIRST).reinterpretAsFloats().sub(FIRST_ZERO).mul(s3), c3);
            FloatVector x5 = FloatVector.broadcast(FLOATS, a[at + p + 5]);
            c0 = x5.fma(
                    u0.and(0xF0)
                            .or(SECOND)
                            .reinterpretAsFloats()
                            .sub(SECOND_ZERO)
                            .mul(s0),
                    c0);
            c1 = x5.fma(
                    u1.and(0xF0)
                            .or(SECOND)
                            .reinterpretAsFloats()
                            .sub(SECOND_ZERO)
                            .mul(s1),
                    c1);
            c2 = x5.fma(
                    u2.and(0xF0)
                            .or(SECOND)
                            .reinterpretAsFloats()
                            .sub(SECOND_ZERO)
                            .mul(s2),
                    c2);
            c3 = x5.fma(
                    u3.and(0xF0)
                            .or(SECOND)
                            .reinterpretAsFloats()
                            .sub(SECOND_ZERO)
                            .mul(s3),
                    c3);
            FloatVector x6 = FloatVector.broadcast(FLOATS, a[at + p + 6]);
            c0 = x6.fma(
                    u0.and(0xF00)
                            .or(THIRD)
                            .reinterpretAsFloats()
                            .sub(THIRD_ZERO)
                            .mul(s0),
                    c0);
            c1 = x6.fma(
                    u1.and(0xF00)
                            .or(THIRD)
                            .reinterpretAsFloats()
                            .sub(THIRD_ZERO)
                            .mul(s1),
                    c1);
            c2 = x6.fma(
                    u2.and(0xF00)
                            .or(THIRD)
                            .reinterpretAsFloats()
                            .sub(THIRD_ZERO)
                            .mul(s2),
                    c2);
            c3 = x6.fma(
                    u3.and(0xF00)
                            .or(THIRD)
                            .reinterpretAsFloats()
                            .sub(THIRD_ZERO)
                            .mul(s3),
                    c3);
            FloatVector x7 = FloatVector.broadcast(FLOATS, a[at + p + 7]);
            c0 = x7.fma(
                    u0.and(0xF000)
                            .or(FOURTH)
                            .reinterpretAsFloats()
                            .sub(FOURTH_ZERO)
                            .mul(s0),
                    c0);
            c1 = x7.fma(
                    u1.and(0xF000)
                            .or(FOURTH)
                            .reinterpretAsFloats()
                            .sub(FOURTH_ZERO)
                            .mul(s1),
                    c1);
            c2 = x7.fma(
                    u2.and(0xF000)
                            .or(FOURTH)
                            .reinterpretAsFloats()
                            .sub(FOURTH_ZERO)
                            .mul(s2),
                    c2);
            c3 = x7.fma(
                    u3.and(0xF000)
                            .or(FOURTH)
                            .reinterpretAsFloats()
                            .sub(FOURTH_ZERO)
                            .mul(s3),
                    c3);
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
