package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Lanes.COUNT;
import static io.blip2j.core.backend.vector.Lanes.FLOATS;
import static io.blip2j.core.backend.vector.Lanes.INTS;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Products of few rows with a BF16 panel that is read once, where it lies: what a decoder does for each word.
///
/// As [RowKernels], two steps of `p` at a time, since a lane of the panel holds a pair: shifted left it is the first
/// number, masked the second. Widening a panel to memory pays for many rows only.
final class HalfKernels {
    /// Most rows of a tile.
    static final int ROWS = 4;

    private static final int UPPER = 0xFFFF0000;
    private static final long BYTES = (long) COUNT * Integer.BYTES;
    /// Bytes of a panel from one `p` to the next.
    private static final long PAIR_STEP = (long) Gemm.WIDTH * Short.BYTES;

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private HalfKernels() {}

    /// `c[i, j] (+)= Σ_p a[i, p]·b[p, j]` for `i < rows`, `j < RowKernels.COLUMNS`, `p < k` ascending from 0.
    /// @param bt place of the first pair of the first column, in bytes
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
        int p = 0;
        for (; p + 1 < k; p += 2) {
            long place = bt + p * PAIR_STEP;
            IntVector q0 = IntVector.fromMemorySegment(INTS, b, place, ORDER);
            IntVector q1 = IntVector.fromMemorySegment(INTS, b, place + BYTES, ORDER);
            FloatVector b00 = q0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector b01 = q1.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector b10 = q0.and(UPPER).reinterpretAsFloats();
            FloatVector b11 = q1.and(UPPER).reinterpretAsFloats();
            FloatVector x0 = FloatVector.broadcast(FLOATS, a[at + p]);
            c00 = x0.fma(b00, c00);
            c01 = x0.fma(b01, c01);
            FloatVector y0 = FloatVector.broadcast(FLOATS, a[at + p + 1]);
            c00 = y0.fma(b10, c00);
            c01 = y0.fma(b11, c01);
        }
        if (p < k) {
            long place = bt + p * PAIR_STEP;
            IntVector q0 = IntVector.fromMemorySegment(INTS, b, place, ORDER);
            IntVector q1 = IntVector.fromMemorySegment(INTS, b, place + BYTES, ORDER);
            FloatVector b00 = q0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector b01 = q1.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector x0 = FloatVector.broadcast(FLOATS, a[at + p]);
            c00 = x0.fma(b00, c00);
            c01 = x0.fma(b01, c01);
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
        int p = 0;
        for (; p + 1 < k; p += 2) {
            long place = bt + p * PAIR_STEP;
            IntVector q0 = IntVector.fromMemorySegment(INTS, b, place, ORDER);
            IntVector q1 = IntVector.fromMemorySegment(INTS, b, place + BYTES, ORDER);
            FloatVector b00 = q0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector b01 = q1.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector b10 = q0.and(UPPER).reinterpretAsFloats();
            FloatVector b11 = q1.and(UPPER).reinterpretAsFloats();
            FloatVector x0 = FloatVector.broadcast(FLOATS, a[at + p]);
            c00 = x0.fma(b00, c00);
            c01 = x0.fma(b01, c01);
            FloatVector y0 = FloatVector.broadcast(FLOATS, a[at + p + 1]);
            c00 = y0.fma(b10, c00);
            c01 = y0.fma(b11, c01);
            FloatVector x1 = FloatVector.broadcast(FLOATS, a[a1 + p]);
            c10 = x1.fma(b00, c10);
            c11 = x1.fma(b01, c11);
            FloatVector y1 = FloatVector.broadcast(FLOATS, a[a1 + p + 1]);
            c10 = y1.fma(b10, c10);
            c11 = y1.fma(b11, c11);
        }
        if (p < k) {
            long place = bt + p * PAIR_STEP;
            IntVector q0 = IntVector.fromMemorySegment(INTS, b, place, ORDER);
            IntVector q1 = IntVector.fromMemorySegment(INTS, b, place + BYTES, ORDER);
            FloatVector b00 = q0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector b01 = q1.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector x0 = FloatVector.broadcast(FLOATS, a[at + p]);
            c00 = x0.fma(b00, c00);
            c01 = x0.fma(b01, c01);
            FloatVector x1 = FloatVector.broadcast(FLOATS, a[a1 + p]);
            c10 = x1.fma(b00, c10);
            c11 = x1.fma(b01, c11);
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
        int p = 0;
        for (; p + 1 < k; p += 2) {
            long place = bt + p * PAIR_STEP;
            IntVector q0 = IntVector.fromMemorySegment(INTS, b, place, ORDER);
            IntVector q1 = IntVector.fromMemorySegment(INTS, b, place + BYTES, ORDER);
            FloatVector b00 = q0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector b01 = q1.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector b10 = q0.and(UPPER).reinterpretAsFloats();
            FloatVector b11 = q1.and(UPPER).reinterpretAsFloats();
            FloatVector x0 = FloatVector.broadcast(FLOATS, a[at + p]);
            c00 = x0.fma(b00, c00);
            c01 = x0.fma(b01, c01);
            FloatVector y0 = FloatVector.broadcast(FLOATS, a[at + p + 1]);
            c00 = y0.fma(b10, c00);
            c01 = y0.fma(b11, c01);
            FloatVector x1 = FloatVector.broadcast(FLOATS, a[a1 + p]);
            c10 = x1.fma(b00, c10);
            c11 = x1.fma(b01, c11);
            FloatVector y1 = FloatVector.broadcast(FLOATS, a[a1 + p + 1]);
            c10 = y1.fma(b10, c10);
            c11 = y1.fma(b11, c11);
            FloatVector x2 = FloatVector.broadcast(FLOATS, a[a2 + p]);
            c20 = x2.fma(b00, c20);
            c21 = x2.fma(b01, c21);
            FloatVector y2 = FloatVector.broadcast(FLOATS, a[a2 + p + 1]);
            c20 = y2.fma(b10, c20);
            c21 = y2.fma(b11, c21);
        }
        if (p < k) {
            long place = bt + p * PAIR_STEP;
            IntVector q0 = IntVector.fromMemorySegment(INTS, b, place, ORDER);
            IntVector q1 = IntVector.fromMemorySegment(INTS, b, place + BYTES, ORDER);
            FloatVector b00 = q0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector b01 = q1.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector x0 = FloatVector.broadcast(FLOATS, a[at + p]);
            c00 = x0.fma(b00, c00);
            c01 = x0.fma(b01, c01);
            FloatVector x1 = FloatVector.broadcast(FLOATS, a[a1 + p]);
            c10 = x1.fma(b00, c10);
            c11 = x1.fma(b01, c11);
            FloatVector x2 = FloatVector.broadcast(FLOATS, a[a2 + p]);
            c20 = x2.fma(b00, c20);
            c21 = x2.fma(b01, c21);
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
        int p = 0;
        for (; p + 1 < k; p += 2) {
            long place = bt + p * PAIR_STEP;
            IntVector q0 = IntVector.fromMemorySegment(INTS, b, place, ORDER);
            IntVector q1 = IntVector.fromMemorySegment(INTS, b, place + BYTES, ORDER);
            FloatVector b00 = q0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector b01 = q1.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector b10 = q0.and(UPPER).reinterpretAsFloats();
            FloatVector b11 = q1.and(UPPER).reinterpretAsFloats();
            FloatVector x0 = FloatVector.broadcast(FLOATS, a[at + p]);
            c00 = x0.fma(b00, c00);
            c01 = x0.fma(b01, c01);
            FloatVector y0 = FloatVector.broadcast(FLOATS, a[at + p + 1]);
            c00 = y0.fma(b10, c00);
            c01 = y0.fma(b11, c01);
            FloatVector x1 = FloatVector.broadcast(FLOATS, a[a1 + p]);
            c10 = x1.fma(b00, c10);
            c11 = x1.fma(b01, c11);
            FloatVector y1 = FloatVector.broadcast(FLOATS, a[a1 + p + 1]);
            c10 = y1.fma(b10, c10);
            c11 = y1.fma(b11, c11);
            FloatVector x2 = FloatVector.broadcast(FLOATS, a[a2 + p]);
            c20 = x2.fma(b00, c20);
            c21 = x2.fma(b01, c21);
            FloatVector y2 = FloatVector.broadcast(FLOATS, a[a2 + p + 1]);
            c20 = y2.fma(b10, c20);
            c21 = y2.fma(b11, c21);
            FloatVector x3 = FloatVector.broadcast(FLOATS, a[a3 + p]);
            c30 = x3.fma(b00, c30);
            c31 = x3.fma(b01, c31);
            FloatVector y3 = FloatVector.broadcast(FLOATS, a[a3 + p + 1]);
            c30 = y3.fma(b10, c30);
            c31 = y3.fma(b11, c31);
        }
        if (p < k) {
            long place = bt + p * PAIR_STEP;
            IntVector q0 = IntVector.fromMemorySegment(INTS, b, place, ORDER);
            IntVector q1 = IntVector.fromMemorySegment(INTS, b, place + BYTES, ORDER);
            FloatVector b00 = q0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector b01 = q1.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector x0 = FloatVector.broadcast(FLOATS, a[at + p]);
            c00 = x0.fma(b00, c00);
            c01 = x0.fma(b01, c01);
            FloatVector x1 = FloatVector.broadcast(FLOATS, a[a1 + p]);
            c10 = x1.fma(b00, c10);
            c11 = x1.fma(b01, c11);
            FloatVector x2 = FloatVector.broadcast(FLOATS, a[a2 + p]);
            c20 = x2.fma(b00, c20);
            c21 = x2.fma(b01, c21);
            FloatVector x3 = FloatVector.broadcast(FLOATS, a[a3 + p]);
            c30 = x3.fma(b00, c30);
            c31 = x3.fma(b01, c31);
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
