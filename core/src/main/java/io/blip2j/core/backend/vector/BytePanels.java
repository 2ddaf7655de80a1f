package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.memory.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// A constant in INT8 panels `[⌈n/32⌉][⌈k/4⌉][32][4]` of native memory: four neighbours in `k` make one 32-bit
/// lane, in two's complement, the first in the lowest byte. Products sum `x·float(q)`; a finished sum is
/// multiplied by the factor of its row.
///
/// @param rowFactors `s` of each row, as many as there are columns in panels
record BytePanels(int n, int k, NativeMemory memory, float[] rowFactors) implements NativePanels {
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    /// Bytes of four neighbours of all 32 columns.
    private static final long STEP = (long) Gemm.WIDTH * Integer.BYTES;

    /// Bytes of one panel.
    static long panelBytes(int k) {
        return (k + 3L) / 4 * STEP;
    }

    @Override
    public MatrixFormat format() {
        return MatrixFormat.INT8;
    }

    @Override
    public boolean streams() {
        return k % 4 == 0;
    }

    @Override
    public int tile() {
        return ByteKernels.ROWS;
    }

    @Override
    public int together() {
        return ByteStream.PANELS;
    }

    @Override
    public void one(float[] a, int at, int from, int depth, int panel, float[] c, int ct, boolean add) {
        long place = panel * panelBytes(k) + from / 4 * STEP;
        ByteStream.run(a, at, memory.segment(), place, panelBytes(k), depth, c, ct, add);
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
                column / Gemm.WIDTH * panelBytes(k) + from / 4 * STEP + (long) (column % Gemm.WIDTH) * Integer.BYTES;
        ByteKernels.run(rows, a, at, lda, memory.segment(), place, depth, c, ct, ldc, add);
    }

    @Override
    public void expand(int panel, int from, int depth, float[] out) {
        MemorySegment segment = memory.segment();
        long at = panel * panelBytes(k) + from / 4 * STEP;
        int quads = (depth + 3) / 4;
        for (int j = 0; j < Gemm.WIDTH; j += Lanes.COUNT) {
            expand(segment, at + (long) j * Integer.BYTES, quads, out, j);
        }
    }

    private static void expand(MemorySegment segment, long at, int quads, float[] out, int j) {
        for (int quad = 0; quad < quads; quad++) {
            IntVector q = IntVector.fromMemorySegment(Lanes.INTS, segment, at + quad * STEP, ORDER);
            int to = 4 * quad * Gemm.WIDTH + j;
            first(q).intoArray(out, to);
            second(q).intoArray(out, to + Gemm.WIDTH);
            IntVector upper = q.lanewise(VectorOperators.LSHR, 16);
            first(upper).intoArray(out, to + 2 * Gemm.WIDTH);
            second(upper).intoArray(out, to + 3 * Gemm.WIDTH);
        }
    }

    private static FloatVector first(IntVector q) {
        IntVector bits = q.and(0xFF).lanewise(VectorOperators.XOR, ByteKernels.FIRST);
        return bits.reinterpretAsFloats().sub(ByteKernels.FIRST_ZERO);
    }

    private static FloatVector second(IntVector q) {
        IntVector bits = q.and(0xFF00).lanewise(VectorOperators.XOR, ByteKernels.SECOND);
        return bits.reinterpretAsFloats().sub(ByteKernels.SECOND_ZERO);
    }

    /// Place of a number.
    private long place(int row, int p) {
        return row / Gemm.WIDTH * panelBytes(k) + p / 4 * STEP + row % Gemm.WIDTH * (long) Integer.BYTES + p % 4;
    }

    @Override
    public void row(int row, float[] out, int at) {
        MemorySegment segment = memory.segment();
        for (int p = 0; p < k; p++) {
            out[at + p] = segment.get(ValueLayout.JAVA_BYTE, place(row, p)) * rowFactors[row];
        }
    }

    /// Writes a row's integers.
    void integers(int row, byte[] numbers) {
        MemorySegment segment = memory.segment();
        for (int p = 0; p < k; p++) {
            numbers[p] = segment.get(ValueLayout.JAVA_BYTE, place(row, p));
        }
    }

    /// Packs a matrix.
    static BytePanels pack(String what, int n, int k, IntegerRows rows) {
        int panels = (n + Gemm.WIDTH - 1) / Gemm.WIDTH;
        NativeMemory memory = NativeMemory.allocate(what, panels * panelBytes(k));
        float[] factors = new float[panels * Gemm.WIDTH];
        BytePanels packed = new BytePanels(n, k, memory, factors);
        Pieces.chunks(panels, (long) n * k, panel -> {
            byte[] numbers = new byte[k];
            float[] factor = new float[1];
            int first = panel * Gemm.WIDTH;
            byte[] bytes = new byte[(int) panelBytes(k)];
            for (int j = 0; j < Math.min(Gemm.WIDTH, n - first); j++) {
                rows.row(first + j, numbers, factor);
                factors[first + j] = factor[0];
                for (int p = 0; p < k; p++) {
                    bytes[p / 4 * (int) STEP + j * Integer.BYTES + p % 4] = numbers[p];
                }
            }
            MemorySegment.copy(bytes, 0, memory.segment(), ValueLayout.JAVA_BYTE, panel * panelBytes(k), bytes.length);
        });
        return packed;
    }
}
