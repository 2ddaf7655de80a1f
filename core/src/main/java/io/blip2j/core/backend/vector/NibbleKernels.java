package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Lanes.COUNT;
import static io.blip2j.core.backend.vector.Lanes.FLOATS;
import static io.blip2j.core.backend.vector.Lanes.INTS;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// Products of few rows with an INT4 panel that is read once, where it lies.
///
/// As [ByteKernels], eight steps of `p` at a time, four from each half of an int; the upper half is shifted down
/// first. A number of four bits among the lower bits of a float `2^e` makes `2^e + 8 + q`; less `2^e + 8`, times
/// the factor of its 32 neighbours, both exact, it is what `x` is multiplied by.
final class NibbleKernels {
    /// Most rows of a tile.
    static final int ROWS = 3;

    private static final long BYTES = (long) COUNT * Integer.BYTES;
    private static final long STEP = NibblePanels.STEP;
    private static final int UPPER = 0xFFFF0000;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /// 2^23, where bits 0 to 3 count in ones, and what 0 is there.
    static final int FIRST = 0x4B000000;

    static final float FIRST_ZERO = 8388616f;
    /// 2^19, for bits 4 to 7.
    static final int SECOND = 0x49000000;

    static final float SECOND_ZERO = 524296f;
    /// 2^15, for bits 8 to 11.
    static final int THIRD = 0x47000000;

    static final float THIRD_ZERO = 32776f;
    /// 2^11, for bits 12 to 15.
    static final int FOURTH = 0x45000000;

    static final float FOURTH_ZERO = 2056f;

    private NibbleKernels() {}

    /// `c[i, j] (+)= Σ_p a[i, p]·(q[p, j]·s[p/32, j])` for `i < rows`, `j < RowKernels.COLUMNS`, `p < k` ascending
    /// from 0; at most [#ROWS].
    /// @param bt place of the first int of the first column, in bytes
    /// @param ft place of the first column's first factor of the matrix, in bytes
    /// @param group number of the group that `p` = 0 begins
    static void run(
            int rows,
            float[] a,
            int at,
            int lda,
            MemorySegment b,
            long bt,
            MemorySegment f,
            long ft,
            int group,
            int k,
            float[] c,
            int ct,
            int ldc,
            boolean add) {
        switch (rows) {
            case 1 -> of1(a, at, lda, b, bt, f, ft, group, k, c, ct, ldc, add);
            case 2 -> of2(a, at, lda, b, bt, f, ft, group, k, c, ct, ldc, add);
            case 3 -> of3(a, at, lda, b, bt, f, ft, group, k, c, ct, ldc, add);
            default -> throw new IllegalArgumentException("a tile has 1 to 3 rows, got " + rows);
        }
    }

    private static void of1(
            float[] a,
            int at,
            int lda,
            MemorySegment b,
            long bt,
            MemorySegment f,
            long ft,
            int group,
            int k,
            float[] c,
            int ct,
            int ldc,
            boolean add) {
        FloatVector c00 = FloatVector.zero(FLOATS);
        FloatVector c01 = FloatVector.zero(FLOATS);
        for (int p = 0; p < k; p += 8) {
            int g = group + (p >> 5);
            long fp = ft + (g >> 1) * STEP;
            int up = 16 - 16 * (g & 1);
            FloatVector s0 = IntVector.fromMemorySegment(INTS, f, fp, ORDER)
                    .lanewise(LSHL, up)
                    .and(UPPER)
                    .reinterpretAsFloats();
            FloatVector s1 = IntVector.fromMemorySegment(INTS, f, fp + BYTES, ORDER)
                    .lanewise(LSHL, up)
                    .and(UPPER)
                    .reinterpretAsFloats();
            long place = bt + (p >> 3) * STEP;
            IntVector q0 = IntVector.fromMemorySegment(INTS, b, place, ORDER);
            IntVector q1 = IntVector.fromMemorySegment(INTS, b, place + BYTES, ORDER);
            FloatVector f00 = q0.and(0xF).or(FIRST).reinterpretAsFloats();
            FloatVector f01 = q1.and(0xF).or(FIRST).reinterpretAsFloats();
            FloatVector b00 = f00.sub(FIRST_ZERO).mul(s0);
            FloatVector b01 = f01.sub(FIRST_ZERO).mul(s1);
            FloatVector x00 = FloatVector.broadcast(FLOATS, a[at + p]);
            c00 = x00.fma(b00, c00);
            c01 = x00.fma(b01, c01);
            FloatVector f10 = q0.and(0xF0).or(SECOND).reinterpretAsFloats();
            FloatVector f11 = q1.and(0xF0).or(SECOND).reinterpretAsFloats();
            FloatVector b10 = f10.sub(SECOND_ZERO).mul(s0);
            FloatVector b11 = f11.sub(SECOND_ZERO).mul(s1);
            FloatVector x10 = FloatVector.broadcast(FLOATS, a[at + p + 1]);
            c00 = x10.fma(b10, c00);
            c01 = x10.fma(b11, c01);
            FloatVector f20 = q0.and(0xF00).or(THIRD).reinterpretAsFloats();
            FloatVector f21 = q1.and(0xF00).or(THIRD).reinterpretAsFloats();
            FloatVector b20 = f20.sub(THIRD_ZERO).mul(s0);
            FloatVector b21 = f21.sub(THIRD_ZERO).mul(s1);
            FloatVector x20 = FloatVector.broadcast(FLOATS, a[at + p + 2]);
            c00 = x20.fma(b20, c00);
            c01 = x20.fma(b21, c01);
            FloatVector f30 = q0.and(0xF000).or(FOURTH).reinterpretAsFloats();
            FloatVector f31 = q1.and(0xF000).or(FOURTH).reinterpretAsFloats();
            FloatVector b30 = f30.sub(FOURTH_ZERO).mul(s0);
            FloatVector b31 = f31.sub(FOURTH_ZERO).mul(s1);
            FloatVector x30 = FloatVector.broadcast(FLOATS, a[at + p + 3]);
            c00 = x30.fma(b30, c00);
            c01 = x30.fma(b31, c01);
            IntVector u0 = q0.lanewise(LSHR, 16);
            IntVector u1 = q1.lanewise(LSHR, 16);
            FloatVector f40 = u0.and(0xF).or(FIRST).reinterpretAsFloats();
            FloatVector f41 = u1.and(0xF).or(FIRST).reinterpretAsFloats();
            FloatVector b40 = f40.sub(FIRST_ZERO).mul(s0);
            FloatVector b41 = f41.sub(FIRST_ZERO).mul(s1);
            FloatVector x40 = FloatVector.broadcast(FLOATS, a[at + p + 4]);
            c00 = x40.fma(b40, c00);
            c01 = x40.fma(b41, c01);
            FloatVector f50 = u0.and(0xF0).or(SECOND).reinterpretAsFloats();
            FloatVector f51 = u1.and(0xF0).or(SECOND).reinterpretAsFloats();
            FloatVector b50 = f50.sub(SECOND_ZERO).mul(s0);
            FloatVector b51 = f51.sub(SECOND_ZERO).mul(s1);
            FloatVector x50 = FloatVector.broadcast(FLOATS, a[at + p + 5]);
            c00 = x50.fma(b50, c00);
            c01 = x50.fma(b51, c01);
            FloatVector f60 = u0.and(0xF00).or(THIRD).reinterpretAsFloats();
            FloatVector f61 = u1.and(0xF00).or(THIRD).reinterpretAsFloats();
            FloatVector b60 = f60.sub(THIRD_ZERO).mul(s0);
            FloatVector b61 = f61.sub(THIRD_ZERO).mul(s1);
            FloatVector x60 = FloatVector.broadcast(FLOATS, a[at + p + 6]);
            c00 = x60.fma(b60, c00);
            c01 = x60.fma(b61, c01);
            FloatVector f70 = u0.and(0xF000).or(FOURTH).reinterpretAsFloats();
            FloatVector f71 = u1.and(0xF000).or(FOURTH).reinterpretAsFloats();
            FloatVector b70 = f70.sub(FOURTH_ZERO).mul(s0);
            FloatVector b71 = f71.sub(FOURTH_ZERO).mul(s1);
            FloatVector x70 = FloatVector.broadcast(FLOATS, a[at + p + 7]);
            c00 = x70.fma(b70, c00);
            c01 = x70.fma(b71, c01);
        }
        if (add) {
            c00 = FloatVector.fromArray(FLOATS, c, ct).add(c00);
            c01 = FloatVector.fromArray(FLOATS, c, ct + COUNT).add(c01);
        }
        c00.intoArray(c, ct);
        c01.intoArray(c, ct + COUNT);
    }

    private static void of2(
            float[] a,
            int at,
            int lda,
            MemorySegment b,
            long bt,
            MemorySegment f,
            long ft,
            int group,
            int k,
            float[] c,
            int ct,
            int ldc,
            boolean add) {
        FloatVector c00 = FloatVector.zero(FLOATS);
        FloatVector c01 = FloatVector.zero(FLOATS);
        FloatVector c10 = FloatVector.zero(FLOATS);
        FloatVector c11 = FloatVector.zero(FLOATS);
        int a1 = at + lda;
        for (int p = 0; p < k; p += 8) {
            int g = group + (p >> 5);
            long fp = ft + (g >> 1) * STEP;
            int up = 16 - 16 * (g & 1);
            FloatVector s0 = IntVector.fromMemorySegment(INTS, f, fp, ORDER)
                    .lanewise(LSHL, up)
                    .and(UPPER)
                    .reinterpretAsFloats();
            FloatVector s1 = IntVector.fromMemorySegment(INTS, f, fp + BYTES, ORDER)
                    .lanewise(LSHL, up)
                    .and(UPPER)
                    .reinterpretAsFloats();
            long place = bt + (p >> 3) * STEP;
            IntVector q0 = IntVector.fromMemorySegment(INTS, b, place, ORDER);
            IntVector q1 = IntVector.fromMemorySegment(INTS, b, place + BYTES, ORDER);
            FloatVector f00 = q0.and(0xF).or(FIRST).reinterpretAsFloats();
            FloatVector f01 = q1.and(0xF).or(FIRST).reinterpretAsFloats();
            FloatVector b00 = f00.sub(FIRST_ZERO).mul(s0);
            FloatVector b01 = f01.sub(FIRST_ZERO).mul(s1);
            FloatVector x00 = FloatVector.broadcast(FLOATS, a[at + p]);
            c00 = x00.fma(b00, c00);
            c01 = x00.fma(b01, c01);
            FloatVector x01 = FloatVector.broadcast(FLOATS, a[a1 + p]);
            c10 = x01.fma(b00, c10);
            c11 = x01.fma(b01, c11);
            FloatVector f10 = q0.and(0xF0).or(SECOND).reinterpretAsFloats();
            FloatVector f11 = q1.and(0xF0).or(SECOND).reinterpretAsFloats();
            FloatVector b10 = f10.sub(SECOND_ZERO).mul(s0);
            FloatVector b11 = f11.sub(SECOND_ZERO).mul(s1);
            FloatVector x10 = FloatVector.broadcast(FLOATS, a[at + p + 1]);
            c00 = x10.fma(b10, c00);
            c01 = x10.fma(b11, c01);
            FloatVector x11 = FloatVector.broadcast(FLOATS, a[a1 + p + 1]);
            c10 = x11.fma(b10, c10);
            c11 = x11.fma(b11, c11);
            FloatVector f20 = q0.and(0xF00).or(THIRD).reinterpretAsFloats();
            FloatVector f21 = q1.and(0xF00).or(THIRD).reinterpretAsFloats();
            FloatVector b20 = f20.sub(THIRD_ZERO).mul(s0);
            FloatVector b21 = f21.sub(THIRD_ZERO).mul(s1);
            FloatVector x20 = FloatVector.broadcast(FLOATS, a[at + p + 2]);
            c00 = x20.fma(b20, c00);
            c01 = x20.fma(b21, c01);
            FloatVector x21 = FloatVector.broadcast(FLOATS, a[a1 + p + 2]);
            c10 = x21.fma(b20, c10);
            c11 = x21.fma(b21, c11);
            FloatVector f30 = q0.and(0xF000).or(FOURTH).reinterpretAsFloats();
            FloatVector f31 = q1.and(0xF000).or(FOURTH).reinterpretAsFloats();
            FloatVector b30 = f30.sub(FOURTH_ZERO).mul(s0);
            FloatVector b31 = f31.sub(FOURTH_ZERO).mul(s1);
            FloatVector x30 = FloatVector.broadcast(FLOATS, a[at + p + 3]);
            c00 = x30.fma(b30, c00);
            c01 = x30.fma(b31, c01);
            FloatVector x31 = FloatVector.broadcast(FLOATS, a[a1 + p + 3]);
            c10 = x31.fma(b30, c10);
            c11 = x31.fma(b31, c11);
            IntVector u0 = q0.lanewise(LSHR, 16);
            IntVector u1 = q1.lanewise(LSHR, 16);
            FloatVector f40 = u0.and(0xF).or(FIRST).reinterpretAsFloats();
            FloatVector f41 = u1.and(0xF).or(FIRST).reinterpretAsFloats();
            FloatVector b40 = f40.sub(FIRST_ZERO).mul(s0);
            FloatVector b41 = f41.sub(FIRST_ZERO).mul(s1);
            FloatVector x40 = FloatVector.broadcast(FLOATS, a[at + p + 4]);
            c00 = x40.fma(b40, c00);
            c01 = x40.fma(b41, c01);
            FloatVector x41 = FloatVector.broadcast(FLOATS, a[a1 + p + 4]);
            c10 = x41.fma(b40, c10);
            c11 = x41.fma(b41, c11);
            FloatVector f50 = u0.and(0xF0).or(SECOND).reinterpretAsFloats();
            FloatVector f51 = u1.and(0xF0).or(SECOND).reinterpretAsFloats();
            FloatVector b50 = f50.sub(SECOND_ZERO).mul(s0);
            FloatVector b51 = f51.sub(SECOND_ZERO).mul(s1);
            FloatVector x50 = FloatVector.broadcast(FLOATS, a[at + p + 5]);
            c00 = x50.fma(b50, c00);
            c01 = x50.fma(b51, c01);
            FloatVector x51 = FloatVector.broadcast(FLOATS, a[a1 + p + 5]);
            c10 = x51.fma(b50, c10);
            c11 = x51.fma(b51, c11);
            FloatVector f60 = u0.and(0xF00).or(THIRD).reinterpretAsFloats();
            FloatVector f61 = u1.and(0xF00).or(THIRD).reinterpretAsFloats();
            FloatVector b60 = f60.sub(THIRD_ZERO).mul(s0);
            FloatVector b61 = f61.sub(THIRD_ZERO).mul(s1);
            FloatVector x60 = FloatVector.broadcast(FLOATS, a[at + p + 6]);
            c00 = x60.fma(b60, c00);
            c01 = x60.fma(b61, c01);
            FloatVector x61 = FloatVector.broadcast(FLOATS, a[a1 + p + 6]);
            c10 = x61.fma(b60, c10);
            c11 = x61.fma(b61, c11);
            FloatVector f70 = u0.and(0xF000).or(FOURTH).reinterpretAsFloats();
            FloatVector f71 = u1.and(0xF000).or(FOURTH).reinterpretAsFloats();
            FloatVector b70 = f70.sub(FOURTH_ZERO).mul(s0);
            FloatVector b71 = f71.sub(FOURTH_ZERO).mul(s1);
            FloatVector x70 = FloatVector.broadcast(FLOATS, a[at + p + 7]);
            c00 = x70.fma(b70, c00);
            c01 = x70.fma(b71, c01);
            FloatVector x71 = FloatVector.broadcast(FLOATS, a[a1 + p + 7]);
            c10 = x71.fma(b70, c10);
            c11 = x71.fma(b71, c11);
        }
        if (add) {
            c00 = FloatVector.fromArray(FLOATS, c, ct).add(c00);
            c01 = FloatVector.fromArray(FLOATS, c, ct + COUNT).add(c01);
            c10 = FloatVector.fromArray(FLOATS, c, ct + ldc).add(c10);
            c11 = FloatVector.fromArray(FLOATS, c, ct + ldc + COUNT).add(c11);
        }
        c00.intoArray(c, ct);
        c01.intoArray(c, ct + COUNT);
        c10.intoArray(c, ct + ldc);
        c11.intoArray(c, ct + ldc + COUNT);
    }

    private static void of3(
            float[] a,
            int at,
            int lda,
            MemorySegment b,
            long bt,
            MemorySegment f,
            long ft,
            int group,
            int k,
            float[] c,
            int ct,
            int ldc,
            boolean add) {
        FloatVector c00 = FloatVector.zero(FLOATS);
        FloatVector c01 = FloatVector.zero(FLOATS);
        FloatVector c10 = FloatVector.zero(FLOATS);
        FloatVector c11 = FloatVector.zero(FLOATS);
        FloatVector c20 = FloatVector.zero(FLOATS);
        FloatVector c21 = FloatVector.zero(FLOATS);
        int a1 = at + lda;
        int a2 = a1 + lda;
        for (int p = 0; p < k; p += 8) {
            int g = group + (p >> 5);
            long fp = ft + (g >> 1) * STEP;
            int up = 16 - 16 * (g & 1);
            FloatVector s0 = IntVector.fromMemorySegment(INTS, f, fp, ORDER)
                    .lanewise(LSHL, up)
                    .and(UPPER)
                    .reinterpretAsFloats();
            FloatVector s1 = IntVector.fromMemorySegment(INTS, f, fp + BYTES, ORDER)
                    .lanewise(LSHL, up)
                    .and(UPPER)
                    .reinterpretAsFloats();
            long place = bt + (p >> 3) * STEP;
            IntVector q0 = IntVector.fromMemorySegment(INTS, b, place, ORDER);
            IntVector q1 = IntVector.fromMemorySegment(INTS, b, place + BYTES, ORDER);
            FloatVector f00 = q0.and(0xF).or(FIRST).reinterpretAsFloats();
            FloatVector f01 = q1.and(0xF).or(FIRST).reinterpretAsFloats();
            FloatVector b00 = f00.sub(FIRST_ZERO).mul(s0);
            FloatVector b01 = f01.sub(FIRST_ZERO).mul(s1);
            FloatVector x00 = FloatVector.broadcast(FLOATS, a[at + p]);
            c00 = x00.fma(b00, c00);
            c01 = x00.fma(b01, c01);
            FloatVector x01 = FloatVector.broadcast(FLOATS, a[a1 + p]);
            c10 = x01.fma(b00, c10);
            c11 = x01.fma(b01, c11);
            FloatVector x02 = FloatVector.broadcast(FLOATS, a[a2 + p]);
            c20 = x02.fma(b00, c20);
            c21 = x02.fma(b01, c21);
            FloatVector f10 = q0.and(0xF0).or(SECOND).reinterpretAsFloats();
            FloatVector f11 = q1.and(0xF0).or(SECOND).reinterpretAsFloats();
            FloatVector b10 = f10.sub(SECOND_ZERO).mul(s0);
            FloatVector b11 = f11.sub(SECOND_ZERO).mul(s1);
            FloatVector x10 = FloatVector.broadcast(FLOATS, a[at + p + 1]);
            c00 = x10.fma(b10, c00);
            c01 = x10.fma(b11, c01);
            FloatVector x11 = FloatVector.broadcast(FLOATS, a[a1 + p + 1]);
            c10 = x11.fma(b10, c10);
            c11 = x11.fma(b11, c11);
            FloatVector x12 = FloatVector.broadcast(FLOATS, a[a2 + p + 1]);
            c20 = x12.fma(b10, c20);
            c21 = x12.fma(b11, c21);
            FloatVector f20 = q0.and(0xF00).or(THIRD).reinterpretAsFloats();
            FloatVector f21 = q1.and(0xF00).or(THIRD).reinterpretAsFloats();
            FloatVector b20 = f20.sub(THIRD_ZERO).mul(s0);
            FloatVector b21 = f21.sub(THIRD_ZERO).mul(s1);
            FloatVector x20 = FloatVector.broadcast(FLOATS, a[at + p + 2]);
            c00 = x20.fma(b20, c00);
            c01 = x20.fma(b21, c01);
            FloatVector x21 = FloatVector.broadcast(FLOATS, a[a1 + p + 2]);
            c10 = x21.fma(b20, c10);
            c11 = x21.fma(b21, c11);
            FloatVector x22 = FloatVector.broadcast(FLOATS, a[a2 + p + 2]);
            c20 = x22.fma(b20, c20);
            c21 = x22.fma(b21, c21);
            FloatVector f30 = q0.and(0xF000).or(FOURTH).reinterpretAsFloats();
            FloatVector f31 = q1.and(0xF000).or(FOURTH).reinterpretAsFloats();
            FloatVector b30 = f30.sub(FOURTH_ZERO).mul(s0);
            FloatVector b31 = f31.sub(FOURTH_ZERO).mul(s1);
            FloatVector x30 = FloatVector.broadcast(FLOATS, a[at + p + 3]);
            c00 = x30.fma(b30, c00);
            c01 = x30.fma(b31, c01);
            FloatVector x31 = FloatVector.broadcast(FLOATS, a[a1 + p + 3]);
            c10 = x31.fma(b30, c10);
            c11 = x31.fma(b31, c11);
            FloatVector x32 = FloatVector.broadcast(FLOATS, a[a2 + p + 3]);
            c20 = x32.fma(b30, c20);
            c21 = x32.fma(b31, c21);
            IntVector u0 = q0.lanewise(LSHR, 16);
            IntVector u1 = q1.lanewise(LSHR, 16);
            FloatVector f40 = u0.and(0xF).or(FIRST).reinterpretAsFloats();
            FloatVector f41 = u1.and(0xF).or(FIRST).reinterpretAsFloats();
            FloatVector b40 = f40.sub(FIRST_ZERO).mul(s0);
            FloatVector b41 = f41.sub(FIRST_ZERO).mul(s1);
            FloatVector x40 = FloatVector.broadcast(FLOATS, a[at + p + 4]);
            c00 = x40.fma(b40, c00);
            c01 = x40.fma(b41, c01);
            FloatVector x41 = FloatVector.broadcast(FLOATS, a[a1 + p + 4]);
            c10 = x41.fma(b40, c10);
            c11 = x41.fma(b41, c11);
            FloatVector x42 = FloatVector.broadcast(FLOATS, a[a2 + p + 4]);
            c20 = x42.fma(b40, c20);
            c21 = x42.fma(b41, c21);
            FloatVector f50 = u0.and(0xF0).or(SECOND).reinterpretAsFloats();
            FloatVector f51 = u1.and(0xF0).or(SECOND).reinterpretAsFloats();
            FloatVector b50 = f50.sub(SECOND_ZERO).mul(s0);
            FloatVector b51 = f51.sub(SECOND_ZERO).mul(s1);
            FloatVector x50 = FloatVector.broadcast(FLOATS, a[at + p + 5]);
            c00 = x50.fma(b50, c00);
            c01 = x50.fma(b51, c01);
            FloatVector x51 = FloatVector.broadcast(FLOATS, a[a1 + p + 5]);
            c10 = x51.fma(b50, c10);
            c11 = x51.fma(b51, c11);
            FloatVector x52 = FloatVector.broadcast(FLOATS, a[a2 + p + 5]);
            c20 = x52.fma(b50, c20);
            c21 = x52.fma(b51, c21);
            FloatVector f60 = u0.and(0xF00).or(THIRD).reinterpretAsFloats();
            FloatVector f61 = u1.and(0xF00).or(THIRD).reinterpretAsFloats();
            FloatVector b60 = f60.sub(THIRD_ZERO).mul(s0);
            FloatVector b61 = f61.sub(THIRD_ZERO).mul(s1);
            FloatVector x60 = FloatVector.broadcast(FLOATS, a[at + p + 6]);
            c00 = x60.fma(b60, c00);
            c01 = x60.fma(b61, c01);
            FloatVector x61 = FloatVector.broadcast(FLOATS, a[a1 + p + 6]);
            c10 = x61.fma(b60, c10);
            c11 = x61.fma(b61, c11);
            FloatVector x62 = FloatVector.broadcast(FLOATS, a[a2 + p + 6]);
            c20 = x62.fma(b60, c20);
            c21 = x62.fma(b61, c21);
            FloatVector f70 = u0.and(0xF000).or(FOURTH).reinterpretAsFloats();
            FloatVector f71 = u1.and(0xF000).or(FOURTH).reinterpretAsFloats();
            FloatVector b70 = f70.sub(FOURTH_ZERO).mul(s0);
            FloatVector b71 = f71.sub(FOURTH_ZERO).mul(s1);
            FloatVector x70 = FloatVector.broadcast(FLOATS, a[at + p + 7]);
            c00 = x70.fma(b70, c00);
            c01 = x70.fma(b71, c01);
            FloatVector x71 = FloatVector.broadcast(FLOATS, a[a1 + p + 7]);
            c10 = x71.fma(b70, c10);
            c11 = x71.fma(b71, c11);
            FloatVector x72 = FloatVector.broadcast(FLOATS, a[a2 + p + 7]);
            c20 = x72.fma(b70, c20);
            c21 = x72.fma(b71, c21);
        }
        if (add) {
            c00 = FloatVector.fromArray(FLOATS, c, ct).add(c00);
            c01 = FloatVector.fromArray(FLOATS, c, ct + COUNT).add(c01);
            c10 = FloatVector.fromArray(FLOATS, c, ct + ldc).add(c10);
            c11 = FloatVector.fromArray(FLOATS, c, ct + ldc + COUNT).add(c11);
            c20 = FloatVector.fromArray(FLOATS, c, ct + 2 * ldc).add(c20);
            c21 = FloatVector.fromArray(FLOATS, c, ct + 2 * ldc + COUNT).add(c21);
        }
        c00.intoArray(c, ct);
        c01.intoArray(c, ct + COUNT);
        c10.intoArray(c, ct + ldc);
        c11.intoArray(c, ct + ldc + COUNT);
        c20.intoArray(c, ct + 2 * ldc);
        c21.intoArray(c, ct + 2 * ldc + COUNT);
    }
}
