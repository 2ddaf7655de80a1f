package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.memory.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// A constant in BF16 or F16 panels `[⌈n/32⌉][⌈k/2⌉][32][2]` of native memory: pairs of neighbours in `k` lie
/// together, so that one 32-bit lane holds both. Products widen to F32, which is exact.
record HalfPanels(int n, int k, MatrixFormat format, NativeMemory memory) implements NativePanels {
    private static final int UPPER = 0xFFFF0000;
    private static final int F16_INFINITY = 0x0F800000;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    /// Bytes of one pair of all 32 columns.
    private static final long STEP = (long) Gemm.WIDTH * Integer.BYTES;

    /// Bytes of one panel.
    static long panelBytes(int k) {
        return (k + 1L) / 2 * STEP;
    }

    @Override
    public boolean streams() {
        return format == MatrixFormat.BF16;
    }

    @Override
    public int tile() {
        return HalfKernels.ROWS;
    }

    @Override
    public int together() {
        return HalfStream.PANELS;
    }

    @Override
    public void one(float[] a, int at, int from, int depth, int panel, float[] c, int ct, boolean add) {
        long place = panel * panelBytes(k) + from / 2 * STEP;
        HalfStream.run(a, at, memory.segment(), place, panelBytes(k), depth, c, ct, add);
    }

    @Override
    public void few(
            int rows,
            float[] a,
            int at,
            int lda,
            int from,
            int depth,
            int column,
            float[] c,
            int ct,
            int ldc,
            boolean add) {
        long place =
                column / Gemm.WIDTH * panelBytes(k) + from / 2 * STEP + (long) (column % Gemm.WIDTH) * Integer.BYTES;
        HalfKernels.run(rows, a, at, lda, memory.segment(), place, depth, c, ct, ldc, add);
    }

    @Override
    public void expand(int panel, int from, int depth, float[] out) {
        MemorySegment segment = memory.segment();
        long at = panel * panelBytes(k) + from / 2 * STEP;
        int pairs = (depth + 1) / 2;
        if (format == MatrixFormat.BF16) {
            widenBfloat(segment, at, pairs, out);
        } else {
            widenHalf(segment, at, pairs, out);
        }
    }

    private static void widenBfloat(MemorySegment segment, long at, int count, float[] out) {
        for (int j = 0; j < Gemm.WIDTH; j += Lanes.COUNT) {
            for (int pair = 0; pair < count; pair++) {
                long place = at + (pair * Gemm.WIDTH + j) * (long) Integer.BYTES;
                IntVector both = IntVector.fromMemorySegment(Lanes.INTS, segment, place, ORDER);
                int to = 2 * pair * Gemm.WIDTH + j;
                both.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats().intoArray(out, to);
                both.and(UPPER).reinterpretAsFloats().intoArray(out, to + Gemm.WIDTH);
            }
        }
    }

    private static void widenHalf(MemorySegment segment, long at, int count, float[] out) {
        for (int j = 0; j < Gemm.WIDTH; j += Lanes.COUNT) {
            for (int pair = 0; pair < count; pair++) {
                long place = at + (pair * Gemm.WIDTH + j) * (long) Integer.BYTES;
                IntVector both = IntVector.fromMemorySegment(Lanes.INTS, segment, place, ORDER);
                int to = 2 * pair * Gemm.WIDTH + j;
                half(both.lanewise(VectorOperators.LSHL, 16)).intoArray(out, to);
                half(both.and(UPPER)).intoArray(out, to + Gemm.WIDTH);
            }
        }
    }

    /// F16 in the upper half of each lane: exponent and mantissa moved to F32's places are 2^112 too small,
    /// subnormals included; infinity and NaN keep an exponent of ones.
    private static FloatVector half(IntVector upper) {
        IntVector size = upper.and(0x7FFFFFFF).lanewise(VectorOperators.LSHR, 3);
        VectorMask<Integer> special = size.compare(VectorOperators.GE, F16_INFINITY);
        IntVector scaled = size.reinterpretAsFloats().mul(0x1p112f).reinterpretAsInts();
        IntVector bits = scaled.blend(size.or(0x7F800000), special);
        return bits.or(upper.and(0x80000000)).reinterpretAsFloats();
    }

    @Override
    public void row(int row, float[] out, int at) {
        MemorySegment segment = memory.segment();
        long from = row / Gemm.WIDTH * panelBytes(k) + (long) (row % Gemm.WIDTH) * Integer.BYTES;
        for (int p = 0; p < k; p++) {
            long place = from + p / 2 * STEP + (p & 1) * (long) Short.BYTES;
            short bits = segment.get(ValueLayout.JAVA_SHORT, place);
            out[at + p] = format == MatrixFormat.BF16 ? Float.intBitsToFloat(bits << 16) : Float.float16ToFloat(bits);
        }
    }
}
