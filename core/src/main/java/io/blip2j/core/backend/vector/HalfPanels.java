package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.memory.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// A constant in BF16 or F16 panels `[⌈n/32⌉][⌈k/2⌉][32][2]` of native memory: pairs of neighbours in `k` lie
/// together,
/// so that one 32-bit lane holds both. Products widen a block to F32, which is exact.
record HalfPanels(int n, int k, MatrixFormat format, NativeMemory memory) implements PackedPanels {
    private static final int UPPER = 0xFFFF0000;
    private static final int F16_INFINITY = 0x0F800000;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /// Pairs in a column.
    private int pairs() {
        return (k + 1) / 2;
    }

    @Override
    public RightFactor transposed() {
        return new Straight(this);
    }

    @Override
    public RightFactor plain() {
        return this::turned;
    }

    /// The panels as they lie: widened block by block for many rows, read directly for few.
    private record Straight(HalfPanels w) implements RightFactor {
        private static final int FEW = 2 * HalfKernels.ROWS;

        @Override
        public void block(int product, int from, int depth, int column, Block block) {
            float[] out = Scratch.ofThread().floats(Scratch.Use.RIGHT, (depth + 1) * Gemm.WIDTH);
            w.widen(column / Gemm.WIDTH, from / 2, (depth + 1) / 2, out);
            block.is(out, 0, Gemm.WIDTH);
        }

        @Override
        public boolean readsDirectly(int rows) {
            return rows <= FEW && w.format == MatrixFormat.BF16;
        }

        @Override
        public void multiply(
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
            long pair = (long) (column / Gemm.WIDTH) * w.pairs() + from / 2;
            long place = (pair * Gemm.WIDTH + column % Gemm.WIDTH) * Integer.BYTES;
            HalfKernels.run(rows, a, at, lda, w.memory.segment(), place, depth, c, ct, ldc, add);
        }
    }

    private void turned(int product, int from, int depth, int column, RightFactor.Block block) {
        Scratch scratch = Scratch.ofThread();
        float[] out = scratch.floats(Scratch.Use.RIGHT, depth * Gemm.WIDTH);
        float[] wide = scratch.floats(Scratch.Use.WIDE, Gemm.WIDTH * Gemm.WIDTH);
        int width = Math.min(Gemm.WIDTH, k - column);
        for (int p = 0; p < depth; p += Gemm.WIDTH) {
            widen((from + p) / Gemm.WIDTH, column / 2, (width + 1) / 2, wide);
            Panels.fromColumns(wide, 0, Gemm.WIDTH, 1, width, Math.min(Gemm.WIDTH, depth - p), out, p * Gemm.WIDTH);
        }
        block.is(out, 0, Gemm.WIDTH);
    }

    /// `out[2·pair + half, j]` for `count` pairs of a panel from pair `from` on.
    private void widen(int panel, int from, int count, float[] out) {
        MemorySegment segment = memory.segment();
        long at = ((long) panel * pairs() + from) * Gemm.WIDTH * Integer.BYTES;
        if (format == MatrixFormat.BF16) {
            widenBfloat(segment, at, count, out);
        } else {
            widenHalf(segment, at, count, out);
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
    /// subnormals
    /// included; infinity and NaN keep an exponent of ones.
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
        long from = ((long) (row / Gemm.WIDTH) * pairs() * Gemm.WIDTH + row % Gemm.WIDTH) * Integer.BYTES;
        for (int p = 0; p < k; p++) {
            long place = from + (p / 2) * (long) Gemm.WIDTH * Integer.BYTES + (p & 1) * (long) Short.BYTES;
            short bits = segment.get(java.lang.foreign.ValueLayout.JAVA_SHORT, place);
            out[at + p] = format == MatrixFormat.BF16 ? Float.intBitsToFloat(bits << 16) : Float.float16ToFloat(bits);
        }
    }
}
