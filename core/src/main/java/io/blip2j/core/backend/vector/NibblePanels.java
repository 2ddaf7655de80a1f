package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.backend.Quantization;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.memory.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// A constant in INT4 panels `[⌈n/32⌉][⌈k/8⌉][32]` of native memory, ints of eight neighbours in `k`: number `i` is
/// `q + 8` in bits `4·i .. 4·i+3`. Its factors lie apart in BF16 pairs `[⌈n/32⌉][⌈k/64⌉][32][2]`. Products sum
/// `x·(float(q)·s)`, where `float(q)·s` needs no rounding.
record NibblePanels(int n, int k, NativeMemory memory, NativeMemory factors) implements NativePanels {
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    /// Bytes of eight neighbours of all 32 columns, and of two of their factors.
    static final long STEP = (long) Gemm.WIDTH * Integer.BYTES;

    private static final int GROUP = Quantization.GROUP;

    /// Bytes of one panel.
    static long panelBytes(int k) {
        return (k + 7L) / 8 * STEP;
    }

    /// Bytes of the factors of one panel.
    static long factorBytes(int k) {
        return (k + 2L * GROUP - 1) / (2 * GROUP) * STEP;
    }

    @Override
    public MatrixFormat format() {
        return MatrixFormat.INT4;
    }

    @Override
    public boolean streams() {
        return k % 8 == 0;
    }

    @Override
    public int tile() {
        return NibbleKernels.ROWS;
    }

    @Override
    public int together() {
        return Lanes.WIDE ? 0 : NibbleStream.PANELS; // with AVX-512 one tile is faster: constants stay in registers
    }

    @Override
    public void one(float[] a, int at, int from, int depth, int panel, float[] c, int ct, boolean add) {
        NibbleStream.run(
                a,
                at,
                memory.segment(),
                panel * panelBytes(k) + from / 8 * STEP,
                panelBytes(k),
                factors.segment(),
                panel * factorBytes(k),
                factorBytes(k),
                from / GROUP,
                depth,
                c,
                ct,
                add);
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
        int panel = column / Gemm.WIDTH;
        long inside = (long) (column % Gemm.WIDTH) * Integer.BYTES;
        NibbleKernels.run(
                rows,
                a,
                at,
                lda,
                memory.segment(),
                panel * panelBytes(k) + from / 8 * STEP + inside,
                factors.segment(),
                panel * factorBytes(k) + inside,
                from / GROUP,
                depth,
                c,
                ct,
                ldc,
                add);
    }

    @Override
    public void expand(int panel, int from, int depth, float[] out) {
        for (int j = 0; j < Gemm.WIDTH; j += Lanes.COUNT) {
            long inside = (long) j * Integer.BYTES;
            for (int p = 0; p < depth; p += GROUP) {
                expandGroup(
                        memory.segment(),
                        panel * panelBytes(k) + (from + p) / 8 * STEP + inside,
                        factors.segment(),
                        panel * factorBytes(k) + inside,
                        (from + p) / GROUP,
                        (Math.min(GROUP, depth - p) + 7) / 8,
                        out,
                        p * Gemm.WIDTH + j);
            }
        }
    }

    private static void expandGroup(
            MemorySegment numbers, long at, MemorySegment factors, long ft, int group, int ints, float[] out, int to) {
        FloatVector s = IntVector.fromMemorySegment(Lanes.INTS, factors, ft + group / 2 * STEP, ORDER)
                .lanewise(VectorOperators.LSHL, 16 - 16 * (group & 1))
                .and(0xFFFF0000)
                .reinterpretAsFloats();
        for (int i = 0; i < 2 * ints; i++) {
            IntVector q = IntVector.fromMemorySegment(Lanes.INTS, numbers, at + i / 2 * STEP, ORDER)
                    .lanewise(VectorOperators.LSHR, 16 * (i & 1));
            int y = to + 4 * i * Gemm.WIDTH;
            number(q.and(0xF).or(NibbleKernels.FIRST), NibbleKernels.FIRST_ZERO)
                    .mul(s)
                    .intoArray(out, y);
            number(q.and(0xF0).or(NibbleKernels.SECOND), NibbleKernels.SECOND_ZERO)
                    .mul(s)
                    .intoArray(out, y + Gemm.WIDTH);
            number(q.and(0xF00).or(NibbleKernels.THIRD), NibbleKernels.THIRD_ZERO)
                    .mul(s)
                    .intoArray(out, y + 2 * Gemm.WIDTH);
            number(q.and(0xF000).or(NibbleKernels.FOURTH), NibbleKernels.FOURTH_ZERO)
                    .mul(s)
                    .intoArray(out, y + 3 * Gemm.WIDTH);
        }
    }

    private static FloatVector number(IntVector bits, float zero) {
        return bits.reinterpretAsFloats().sub(zero);
    }

    private int number(int row, int p) {
        long place = row / Gemm.WIDTH * panelBytes(k) + p / 8 * STEP + row % Gemm.WIDTH * (long) Integer.BYTES;
        return (memory.segment().get(ValueLayout.JAVA_INT, place) >>> 4 * (p % 8) & 15) - 8;
    }

    private long factorPlace(int row, int group) {
        return row / Gemm.WIDTH * factorBytes(k) + group / 2 * STEP + (row % Gemm.WIDTH * 2L + group % 2) * Short.BYTES;
    }

    private float factor(int row, int group) {
        return Float.intBitsToFloat(factors.segment().get(ValueLayout.JAVA_SHORT, factorPlace(row, group)) << 16);
    }

    @Override
    public void row(int row, float[] out, int at) {
        for (int p = 0; p < k; p++) {
            out[at + p] = number(row, p) * factor(row, p / GROUP);
        }
    }

    /// Writes a row's integers and factors.
    void integers(int row, byte[] numbers, float[] rowFactors) {
        for (int p = 0; p < k; p++) {
            numbers[p] = (byte) number(row, p);
        }
        for (int group = 0; group < rowFactors.length; group++) {
            rowFactors[group] = factor(row, group);
        }
    }

    /// Packs a matrix.
    static NibblePanels pack(String what, int n, int k, IntegerRows rows) {
        int panels = (n + Gemm.WIDTH - 1) / Gemm.WIDTH;
        NibblePanels packed = new NibblePanels(
                n,
                k,
                NativeMemory.allocate(what, panels * panelBytes(k)),
                NativeMemory.allocate(what, panels * factorBytes(k)));
        Pieces.chunks(panels, (long) n * k, panel -> packed.fill(panel, rows));
        return packed;
    }

    private void fill(int panel, IntegerRows rows) {
        byte[] numbers = new byte[k];
        float[] rowFactors = new float[Quantization.factors(MatrixFormat.INT4, k)];
        int[] ints = new int[(int) panelBytes(k) / Integer.BYTES];
        int first = panel * Gemm.WIDTH;
        for (int j = 0; j < Math.min(Gemm.WIDTH, n - first); j++) {
            rows.row(first + j, numbers, rowFactors);
            for (int p = 0; p < k; p++) {
                ints[p / 8 * Gemm.WIDTH + j] |= numbers[p] + 8 << 4 * (p % 8);
            }
            for (int group = 0; group < rowFactors.length; group++) {
                short bits = Storage.toBfloat16(rowFactors[group]);
                factors.segment().set(ValueLayout.JAVA_SHORT, factorPlace(first + j, group), bits);
            }
        }
        MemorySegment.copy(ints, 0, memory.segment(), ValueLayout.JAVA_INT, panel * panelBytes(k), ints.length);
    }
}
