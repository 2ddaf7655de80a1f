package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Lanes.COUNT;
import static io.blip2j.core.backend.vector.Lanes.FLOATS;
import static io.blip2j.core.backend.vector.Lanes.INTS;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// Products of few rows with an INT8 panel that is read once, where it lies.
///
/// As [HalfKernels], four steps of `p` at a time, since a lane of the panel holds four bytes. A byte becomes a
/// float without a conversion: put among the lower bits of a float `2^e`, where it counts in ones, and with its
/// sign bit turned round, it makes `2^e + 128 + q`; one exact subtraction leaves `q`. For the lowest byte `e` is
/// 23, for the second 15; the upper two are shifted to the places of the lower ones first. That takes fourteen
/// instructions for four steps, multiply-adds included, where a conversion of each takes more.
final class ByteKernels {
    /// Most rows of a tile.
    static final int ROWS = 4;

    private static final long BYTES = (long) COUNT * Integer.BYTES;
    /// Bytes of a panel from one `p` to the next.
    private static final long STEP = Gemm.WIDTH;

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /// 2^23 with the lowest byte's sign bit; as a float it stands for 0.
    static final int FIRST = 0x4B000080;

    static final float FIRST_ZERO = 8388736f;
    /// 2^15 with the second byte's sign bit.
    static final int SECOND = 0x47008000;

    static final float SECOND_ZERO = 32896f;

    private ByteKernels() {}

    /// `c[i, j] (+)= Σ_p a[i, p]·q[p, j]` for `i < rows`, `j < RowKernels.COLUMNS`, `p < k` ascending from 0; at
    /// most [#ROWS].
    /// @param bt place of the first number of the first column, in bytes
    static void run(
            int rows,
            float[] a,
            int at,
            int lda,
            MemorySegment b,
            long bt,
            int k,
            float[] c,
            int ct,
            int ldc,
            boolean add) {
        switch (rows) {
            case 1 -> of1(a, at, lda, b, bt, k, c, ct, ldc, add);
            case 2 -> of2(a, at, lda, b, bt, k, c, ct, ldc, add);
            case 3 -> of3(a, at, lda, b, bt, k, c, ct, ldc, add);
            case 4 -> of4(a, at, lda, b, bt, k, c, ct, ldc, add);
            default -> throw new IllegalArgumentException("a tile has 1 to 4 rows, got " + rows);
        }
    }

    private static void of1(
            float[] a, int at, int lda, MemorySegment b, long bt, int k, float[] c, int ct, int ldc, boolean add) {
        FloatVector c00 = FloatVector.zero(FLOATS);
        FloatVector c01 = FloatVector.zero(FLOATS);
        for (int p = 0; p < k; p += 4) {
            long place = bt + p * STEP;
            IntVector q0 = IntVector.fromMemorySegment(INTS, b, place, ORDER);
            IntVector q1 = IntVector.fromMemorySegment(INTS, b, place + BYTES, ORDER);
            FloatVector b00 =
                    q0.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO);
            FloatVector b01 =
                    q1.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO);
            FloatVector x00 = FloatVector.broadcast(FLOATS, a[at + p]);
            c00 = x00.fma(b00, c00);
            c01 = x00.fma(b01, c01);
            FloatVector b10 =
                    q0.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO);
            FloatVector b11 =
                    q1.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO);
            FloatVector x10 = FloatVector.broadcast(FLOATS, a[at + p + 1]);
            c00 = x10.fma(b10, c00);
            c01 = x10.fma(b11, c01);
            IntVector u0 = q0.lanewise(LSHR, 16);
            IntVector u1 = q1.lanewise(LSHR, 16);
            FloatVector b20 =
                    u0.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO);
            FloatVector b21 =
                    u1.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO);
            FloatVector x20 = FloatVector.broadcast(FLOATS, a[at + p + 2]);
            c00 = x20.fma(b20, c00);
            c01 = x20.fma(b21, c01);
            FloatVector b30 =
                    u0.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO);
            FloatVector b31 =
                    u1.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO);
            FloatVector x30 = FloatVector.broadcast(FLOATS, a[at + p + 3]);
            c00 = x30.fma(b30, c00);
            c01 = x30.fma(b31, c01);
        }
        if (add) {
            c00 = FloatVector.fromArray(FLOATS, c, ct).add(c00);
            c01 = FloatVector.fromArray(FLOATS, c, ct + COUNT).add(c01);
        }
        c00.intoArray(c, ct);
        c01.intoArray(c, ct + COUNT);
    }

    private static void of2(
            float[] a, int at, int lda, MemorySegment b, long bt, int k, float[] c, int ct, int ldc, boolean add) {
        FloatVector c00 = FloatVector.zero(FLOATS);
        FloatVector c01 = FloatVector.zero(FLOATS);
        FloatVector c10 = FloatVector.zero(FLOATS);
        FloatVector c11 = FloatVector.zero(FLOATS);
        int a1 = at + lda;
        for (int p = 0; p < k; p += 4) {
            long place = bt + p * STEP;
            IntVector q0 = IntVector.fromMemorySegment(INTS, b, place, ORDER);
            IntVector q1 = IntVector.fromMemorySegment(INTS, b, place + BYTES, ORDER);
            FloatVector b00 =
                    q0.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO);
            FloatVector b01 =
                    q1.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO);
            FloatVector x00 = FloatVector.broadcast(FLOATS, a[at + p]);
            c00 = x00.fma(b00, c00);
            c01 = x00.fma(b01, c01);
            FloatVector x01 = FloatVector.broadcast(FLOATS, a[a1 + p]);
            c10 = x01.fma(b00, c10);
            c11 = x01.fma(b01, c11);
            FloatVector b10 =
                    q0.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO);
            FloatVector b11 =
                    q1.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO);
            FloatVector x10 = FloatVector.broadcast(FLOATS, a[at + p + 1]);
            c00 = x10.fma(b10, c00);
            c01 = x10.fma(b11, c01);
            FloatVector x11 = FloatVector.broadcast(FLOATS, a[a1 + p + 1]);
            c10 = x11.fma(b10, c10);
            c11 = x11.fma(b11, c11);
            IntVector u0 = q0.lanewise(LSHR, 16);
            IntVector u1 = q1.lanewise(LSHR, 16);
            FloatVector b20 =
                    u0.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO);
            FloatVector b21 =
                    u1.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO);
            FloatVector x20 = FloatVector.broadcast(FLOATS, a[at + p + 2]);
            c00 = x20.fma(b20, c00);
            c01 = x20.fma(b21, c01);
            FloatVector x21 = FloatVector.broadcast(FLOATS, a[a1 + p + 2]);
            c10 = x21.fma(b20, c10);
            c11 = x21.fma(b21, c11);
            FloatVector b30 =
                    u0.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO);
            FloatVector b31 =
                    u1.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO);
            FloatVector x30 = FloatVector.broadcast(FLOATS, a[at + p + 3]);
            c00 = x30.fma(b30, c00);
            c01 = x30.fma(b31, c01);
            FloatVector x31 = FloatVector.broadcast(FLOATS, a[a1 + p + 3]);
            c10 = x31.fma(b30, c10);
            c11 = x31.fma(b31, c11);
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
            float[] a, int at, int lda, MemorySegment b, long bt, int k, float[] c, int ct, int ldc, boolean add) {
        FloatVector c00 = FloatVector.zero(FLOATS);
        FloatVector c01 = FloatVector.zero(FLOATS);
        FloatVector c10 = FloatVector.zero(FLOATS);
        FloatVector c11 = FloatVector.zero(FLOATS);
        FloatVector c20 = FloatVector.zero(FLOATS);
        FloatVector c21 = FloatVector.zero(FLOATS);
        int a1 = at + lda;
        int a2 = a1 + lda;
        for (int p = 0; p < k; p += 4) {
            long place = bt + p * STEP;
            IntVector q0 = IntVector.fromMemorySegment(INTS, b, place, ORDER);
            IntVector q1 = IntVector.fromMemorySegment(INTS, b, place + BYTES, ORDER);
            FloatVector b00 =
                    q0.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO);
            FloatVector b01 =
                    q1.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO);
            FloatVector x00 = FloatVector.broadcast(FLOATS, a[at + p]);
            c00 = x00.fma(b00, c00);
            c01 = x00.fma(b01, c01);
            FloatVector x01 = FloatVector.broadcast(FLOATS, a[a1 + p]);
            c10 = x01.fma(b00, c10);
            c11 = x01.fma(b01, c11);
            FloatVector x02 = FloatVector.broadcast(FLOATS, a[a2 + p]);
            c20 = x02.fma(b00, c20);
            c21 = x02.fma(b01, c21);
            FloatVector b10 =
                    q0.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO);
            FloatVector b11 =
                    q1.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO);
            FloatVector x10 = FloatVector.broadcast(FLOATS, a[at + p + 1]);
            c00 = x10.fma(b10, c00);
            c01 = x10.fma(b11, c01);
            FloatVector x11 = FloatVector.broadcast(FLOATS, a[a1 + p + 1]);
            c10 = x11.fma(b10, c10);
            c11 = x11.fma(b11, c11);
            FloatVector x12 = FloatVector.broadcast(FLOATS, a[a2 + p + 1]);
            c20 = x12.fma(b10, c20);
            c21 = x12.fma(b11, c21);
            IntVector u0 = q0.lanewise(LSHR, 16);
            IntVector u1 = q1.lanewise(LSHR, 16);
            FloatVector b20 =
                    u0.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO);
            FloatVector b21 =
                    u1.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO);
            FloatVector x20 = FloatVector.broadcast(FLOATS, a[at + p + 2]);
            c00 = x20.fma(b20, c00);
            c01 = x20.fma(b21, c01);
            FloatVector x21 = FloatVector.broadcast(FLOATS, a[a1 + p + 2]);
            c10 = x21.fma(b20, c10);
            c11 = x21.fma(b21, c11);
            FloatVector x22 = FloatVector.broadcast(FLOATS, a[a2 + p + 2]);
            c20 = x22.fma(b20, c20);
            c21 = x22.fma(b21, c21);
            FloatVector b30 =
                    u0.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO);
            FloatVector b31 =
                    u1.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO);
            FloatVector x30 = FloatVector.broadcast(FLOATS, a[at + p + 3]);
            c00 = x30.fma(b30, c00);
            c01 = x30.fma(b31, c01);
            FloatVector x31 = FloatVector.broadcast(FLOATS, a[a1 + p + 3]);
            c10 = x31.fma(b30, c10);
            c11 = x31.fma(b31, c11);
            FloatVector x32 = FloatVector.broadcast(FLOATS, a[a2 + p + 3]);
            c20 = x32.fma(b30, c20);
            c21 = x32.fma(b31, c21);
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

    private static void of4(
            float[] a, int at, int lda, MemorySegment b, long bt, int k, float[] c, int ct, int ldc, boolean add) {
        FloatVector c00 = FloatVector.zero(FLOATS);
        FloatVector c01 = FloatVector.zero(FLOATS);
        FloatVector c10 = FloatVector.zero(FLOATS);
        FloatVector c11 = FloatVector.zero(FLOATS);
        FloatVector c20 = FloatVector.zero(FLOATS);
        FloatVector c21 = FloatVector.zero(FLOATS);
        FloatVector c30 = FloatVector.zero(FLOATS);
        FloatVector c31 = FloatVector.zero(FLOATS);
        int a1 = at + lda;
        int a2 = a1 + lda;
        int a3 = a2 + lda;
        for (int p = 0; p < k; p += 4) {
            long place = bt + p * STEP;
            IntVector q0 = IntVector.fromMemorySegment(INTS, b, place, ORDER);
            IntVector q1 = IntVector.fromMemorySegment(INTS, b, place + BYTES, ORDER);
            FloatVector b00 =
                    q0.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO);
            FloatVector b01 =
                    q1.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO);
            FloatVector x00 = FloatVector.broadcast(FLOATS, a[at + p]);
            c00 = x00.fma(b00, c00);
            c01 = x00.fma(b01, c01);
            FloatVector x01 = FloatVector.broadcast(FLOATS, a[a1 + p]);
            c10 = x01.fma(b00, c10);
            c11 = x01.fma(b01, c11);
            FloatVector x02 = FloatVector.broadcast(FLOATS, a[a2 + p]);
            c20 = x02.fma(b00, c20);
            c21 = x02.fma(b01, c21);
            FloatVector x03 = FloatVector.broadcast(FLOATS, a[a3 + p]);
            c30 = x03.fma(b00, c30);
            c31 = x03.fma(b01, c31);
            FloatVector b10 =
                    q0.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO);
            FloatVector b11 =
                    q1.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO);
            FloatVector x10 = FloatVector.broadcast(FLOATS, a[at + p + 1]);
            c00 = x10.fma(b10, c00);
            c01 = x10.fma(b11, c01);
            FloatVector x11 = FloatVector.broadcast(FLOATS, a[a1 + p + 1]);
            c10 = x11.fma(b10, c10);
            c11 = x11.fma(b11, c11);
            FloatVector x12 = FloatVector.broadcast(FLOATS, a[a2 + p + 1]);
            c20 = x12.fma(b10, c20);
            c21 = x12.fma(b11, c21);
            FloatVector x13 = FloatVector.broadcast(FLOATS, a[a3 + p + 1]);
            c30 = x13.fma(b10, c30);
            c31 = x13.fma(b11, c31);
            IntVector u0 = q0.lanewise(LSHR, 16);
            IntVector u1 = q1.lanewise(LSHR, 16);
            FloatVector b20 =
                    u0.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO);
            FloatVector b21 =
                    u1.and(0xFF).lanewise(XOR, FIRST).reinterpretAsFloats().sub(FIRST_ZERO);
            FloatVector x20 = FloatVector.broadcast(FLOATS, a[at + p + 2]);
            c00 = x20.fma(b20, c00);
            c01 = x20.fma(b21, c01);
            FloatVector x21 = FloatVector.broadcast(FLOATS, a[a1 + p + 2]);
            c10 = x21.fma(b20, c10);
            c11 = x21.fma(b21, c11);
            FloatVector x22 = FloatVector.broadcast(FLOATS, a[a2 + p + 2]);
            c20 = x22.fma(b20, c20);
            c21 = x22.fma(b21, c21);
            FloatVector x23 = FloatVector.broadcast(FLOATS, a[a3 + p + 2]);
            c30 = x23.fma(b20, c30);
            c31 = x23.fma(b21, c31);
            FloatVector b30 =
                    u0.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO);
            FloatVector b31 =
                    u1.and(0xFF00).lanewise(XOR, SECOND).reinterpretAsFloats().sub(SECOND_ZERO);
            FloatVector x30 = FloatVector.broadcast(FLOATS, a[at + p + 3]);
            c00 = x30.fma(b30, c00);
            c01 = x30.fma(b31, c01);
            FloatVector x31 = FloatVector.broadcast(FLOATS, a[a1 + p + 3]);
            c10 = x31.fma(b30, c10);
            c11 = x31.fma(b31, c11);
            FloatVector x32 = FloatVector.broadcast(FLOATS, a[a2 + p + 3]);
            c20 = x32.fma(b30, c20);
            c21 = x32.fma(b31, c21);
            FloatVector x33 = FloatVector.broadcast(FLOATS, a[a3 + p + 3]);
            c30 = x33.fma(b30, c30);
            c31 = x33.fma(b31, c31);
        }
        if (add) {
            c00 = FloatVector.fromArray(FLOATS, c, ct).add(c00);
            c01 = FloatVector.fromArray(FLOATS, c, ct + COUNT).add(c01);
            c10 = FloatVector.fromArray(FLOATS, c, ct + ldc).add(c10);
            c11 = FloatVector.fromArray(FLOATS, c, ct + ldc + COUNT).add(c11);
            c20 = FloatVector.fromArray(FLOATS, c, ct + 2 * ldc).add(c20);
            c21 = FloatVector.fromArray(FLOATS, c, ct + 2 * ldc + COUNT).add(c21);
            c30 = FloatVector.fromArray(FLOATS, c, ct + 3 * ldc).add(c30);
            c31 = FloatVector.fromArray(FLOATS, c, ct + 3 * ldc + COUNT).add(c31);
        }
        c00.intoArray(c, ct);
        c01.intoArray(c, ct + COUNT);
        c10.intoArray(c, ct + ldc);
        c11.intoArray(c, ct + ldc + COUNT);
        c20.intoArray(c, ct + 2 * ldc);
        c21.intoArray(c, ct + 2 * ldc + COUNT);
        c30.intoArray(c, ct + 3 * ldc);
        c31.intoArray(c, ct + 3 * ldc + COUNT);
    }
}
