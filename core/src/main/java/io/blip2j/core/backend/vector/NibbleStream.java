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
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

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
                    .lanewise(LSHL, up)
                    .and(UPPER)
                    .reinterpretAsFloats();
            FloatVector s1 = IntVector.fromMemorySegment(INTS, f, fp + e1, ORDER)
                    .lanewise(LSHL, up)
                    .and(UPPER)
                    .reinterpretAsFloats();
            FloatVector s2 = IntVector.fromMemorySegment(INTS, f, fp + e2, ORDER)
                    .lanewise(LSHL, up)
                    .and(UPPER)
                    .reinterpretAsFloats();
            FloatVector s3 = IntVector.fromMemorySegment(INTS, f, fp + e3, ORDER)
                    .lanewise(LSHL, up)
                    .and(UPPER)
                    .reinterpretAsFloats();
            long place = bt + (p >> 3) * STEP;
            IntVector q0 = IntVector.fromMemorySegment(INTS, b, place + d0, ORDER);
            IntVector q1 = IntVector.fromMemorySegment(INTS, b, place + d1, ORDER);
            IntVector q2 = IntVector.fromMemorySegment(INTS, b, place + d2, ORDER);
            IntVector q3 = IntVector.fromMemorySegment(INTS, b, place + d3, ORDER);
            FloatVector f00 = q0.and(0xF).or(FIRST).reinterpretAsFloats();
            FloatVector f01 = q1.and(0xF).or(FIRST).reinterpretAsFloats();
            FloatVector f02 = q2.and(0xF).or(FIRST).reinterpretAsFloats();
            FloatVector f03 = q3.and(0xF).or(FIRST).reinterpretAsFloats();
            FloatVector x0 = FloatVector.broadcast(FLOATS, a[at + p]);
            c0 = x0.fma(f00.sub(FIRST_ZERO).mul(s0), c0);
            c1 = x0.fma(f01.sub(FIRST_ZERO).mul(s1), c1);
            c2 = x0.fma(f02.sub(FIRST_ZERO).mul(s2), c2);
            c3 = x0.fma(f03.sub(FIRST_ZERO).mul(s3), c3);
            FloatVector f10 = q0.and(0xF0).or(SECOND).reinterpretAsFloats();
            FloatVector f11 = q1.and(0xF0).or(SECOND).reinterpretAsFloats();
            FloatVector f12 = q2.and(0xF0).or(SECOND).reinterpretAsFloats();
            FloatVector f13 = q3.and(0xF0).or(SECOND).reinterpretAsFloats();
            FloatVector x1 = FloatVector.broadcast(FLOATS, a[at + p + 1]);
            c0 = x1.fma(f10.sub(SECOND_ZERO).mul(s0), c0);
            c1 = x1.fma(f11.sub(SECOND_ZERO).mul(s1), c1);
            c2 = x1.fma(f12.sub(SECOND_ZERO).mul(s2), c2);
            c3 = x1.fma(f13.sub(SECOND_ZERO).mul(s3), c3);
            FloatVector f20 = q0.and(0xF00).or(THIRD).reinterpretAsFloats();
            FloatVector f21 = q1.and(0xF00).or(THIRD).reinterpretAsFloats();
            FloatVector f22 = q2.and(0xF00).or(THIRD).reinterpretAsFloats();
            FloatVector f23 = q3.and(0xF00).or(THIRD).reinterpretAsFloats();
            FloatVector x2 = FloatVector.broadcast(FLOATS, a[at + p + 2]);
            c0 = x2.fma(f20.sub(THIRD_ZERO).mul(s0), c0);
            c1 = x2.fma(f21.sub(THIRD_ZERO).mul(s1), c1);
            c2 = x2.fma(f22.sub(THIRD_ZERO).mul(s2), c2);
            c3 = x2.fma(f23.sub(THIRD_ZERO).mul(s3), c3);
            FloatVector f30 = q0.and(0xF000).or(FOURTH).reinterpretAsFloats();
            FloatVector f31 = q1.and(0xF000).or(FOURTH).reinterpretAsFloats();
            FloatVector f32 = q2.and(0xF000).or(FOURTH).reinterpretAsFloats();
            FloatVector f33 = q3.and(0xF000).or(FOURTH).reinterpretAsFloats();
            FloatVector x3 = FloatVector.broadcast(FLOATS, a[at + p + 3]);
            c0 = x3.fma(f30.sub(FOURTH_ZERO).mul(s0), c0);
            c1 = x3.fma(f31.sub(FOURTH_ZERO).mul(s1), c1);
            c2 = x3.fma(f32.sub(FOURTH_ZERO).mul(s2), c2);
            c3 = x3.fma(f33.sub(FOURTH_ZERO).mul(s3), c3);
            IntVector u0 = q0.lanewise(LSHR, 16);
            IntVector u1 = q1.lanewise(LSHR, 16);
            IntVector u2 = q2.lanewise(LSHR, 16);
            IntVector u3 = q3.lanewise(LSHR, 16);
            FloatVector f40 = u0.and(0xF).or(FIRST).reinterpretAsFloats();
            FloatVector f41 = u1.and(0xF).or(FIRST).reinterpretAsFloats();
            FloatVector f42 = u2.and(0xF).or(FIRST).reinterpretAsFloats();
            FloatVector f43 = u3.and(0xF).or(FIRST).reinterpretAsFloats();
            FloatVector x4 = FloatVector.broadcast(FLOATS, a[at + p + 4]);
            c0 = x4.fma(f40.sub(FIRST_ZERO).mul(s0), c0);
            c1 = x4.fma(f41.sub(FIRST_ZERO).mul(s1), c1);
            c2 = x4.fma(f42.sub(FIRST_ZERO).mul(s2), c2);
            c3 = x4.fma(f43.sub(FIRST_ZERO).mul(s3), c3);
            FloatVector f50 = u0.and(0xF0).or(SECOND).reinterpretAsFloats();
            FloatVector f51 = u1.and(0xF0).or(SECOND).reinterpretAsFloats();
            FloatVector f52 = u2.and(0xF0).or(SECOND).reinterpretAsFloats();
            FloatVector f53 = u3.and(0xF0).or(SECOND).reinterpretAsFloats();
            FloatVector x5 = FloatVector.broadcast(FLOATS, a[at + p + 5]);
            c0 = x5.fma(f50.sub(SECOND_ZERO).mul(s0), c0);
            c1 = x5.fma(f51.sub(SECOND_ZERO).mul(s1), c1);
            c2 = x5.fma(f52.sub(SECOND_ZERO).mul(s2), c2);
            c3 = x5.fma(f53.sub(SECOND_ZERO).mul(s3), c3);
            FloatVector f60 = u0.and(0xF00).or(THIRD).reinterpretAsFloats();
            FloatVector f61 = u1.and(0xF00).or(THIRD).reinterpretAsFloats();
            FloatVector f62 = u2.and(0xF00).or(THIRD).reinterpretAsFloats();
            FloatVector f63 = u3.and(0xF00).or(THIRD).reinterpretAsFloats();
            FloatVector x6 = FloatVector.broadcast(FLOATS, a[at + p + 6]);
            c0 = x6.fma(f60.sub(THIRD_ZERO).mul(s0), c0);
            c1 = x6.fma(f61.sub(THIRD_ZERO).mul(s1), c1);
            c2 = x6.fma(f62.sub(THIRD_ZERO).mul(s2), c2);
            c3 = x6.fma(f63.sub(THIRD_ZERO).mul(s3), c3);
            FloatVector f70 = u0.and(0xF000).or(FOURTH).reinterpretAsFloats();
            FloatVector f71 = u1.and(0xF000).or(FOURTH).reinterpretAsFloats();
            FloatVector f72 = u2.and(0xF000).or(FOURTH).reinterpretAsFloats();
            FloatVector f73 = u3.and(0xF000).or(FOURTH).reinterpretAsFloats();
            FloatVector x7 = FloatVector.broadcast(FLOATS, a[at + p + 7]);
            c0 = x7.fma(f70.sub(FOURTH_ZERO).mul(s0), c0);
            c1 = x7.fma(f71.sub(FOURTH_ZERO).mul(s1), c1);
            c2 = x7.fma(f72.sub(FOURTH_ZERO).mul(s2), c2);
            c3 = x7.fma(f73.sub(FOURTH_ZERO).mul(s3), c3);
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
