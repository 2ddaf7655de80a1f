package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.backend.UnaryFunction;
import io.blip2j.core.memory.NativeMemory;
import io.blip2j.core.parallel.Workers;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Layout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The product kernels of [io.blip2j.core.backend.Kernels]: each says where its two factors lie and leaves the rest
/// to [Gemm].
final class VectorProducts {
    /// From so many floats on, rows of a right factor are copied before they are read by many tiles.
    private static final int FAR_ROWS = 1024;

    private static final int FEW_ROWS = 16;

    private VectorProducts() {}

    /// `y[p, m, n] = a[p, m, k]·b[p, k, n]`.
    static void matmul(Operand a, Operand b, Operand y) {
        Layout at = a.layout();
        Layout bt = b.layout();
        int batch = y.shape().dim(0);
        int m = y.shape().dim(1);
        int n = y.shape().dim(2);
        int k = at.shape().dim(2);
        Gemm.LeftFactor left =
                new Gemm.LeftFactor(a.storage().floats(), at.offset(), at.stride(0), at.stride(1), at.stride(2));
        StridedFactor right = new StridedFactor(
                b.storage().floats(),
                bt.offset(),
                bt.stride(0),
                bt.stride(1),
                bt.stride(2),
                n,
                bt.stride(1) >= FAR_ROWS && m > FEW_ROWS);
        new Gemm(batch, m, n, k, left, right, y.storage().floats(), y.layout().offset(), null).run();
    }

    /// `y = act(x·wᵀ + bias) + residual` for a parameter `w`.
    static void linear(Operand x, Operand w, Operand bias, UnaryFunction act, Operand residual, Operand y) {
        int n = w.shape().dim(0);
        int k = w.shape().dim(1);
        linear(x, new PanelFactor(ParameterPanels.of(w), k), n, k, bias, act, residual, y);
    }

    /// `y = act(x·wᵀ + bias) + residual` for a constant `w`.
    static void linear(Operand x, PackedMatrix w, Operand bias, UnaryFunction act, Operand residual, Operand y) {
        linear(x, panels(w).transposed(), w.n(), w.k(), bias, act, residual, y);
    }

    private static void linear(
            Operand x, RightFactor right, int n, int k, Operand bias, UnaryFunction act, Operand residual, Operand y) {
        Epilogue epilogue = new Epilogue(
                bias == null ? null : bias.storage().floats(),
                bias == null ? 0 : bias.layout().offset(),
                act,
                residual == null ? null : residual.storage().floats(),
                residual == null ? 0 : residual.layout().offset());
        product(x, rows(x), n, k, right, y, epilogue);
    }

    /// `dx = dy·w` for a parameter `w`, which is read where it lies.
    static void linearInputGradient(Operand dy, Operand w, Operand dx) {
        int n = w.shape().dim(0);
        int k = w.shape().dim(1);
        int rows = rows(dy);
        StridedFactor right = new StridedFactor(
                w.storage().floats(), w.layout().offset(), 0, k, 1, k, k >= FAR_ROWS && rows > FEW_ROWS);
        product(dy, rows, k, n, right, dx, null);
    }

    /// `dx = dy·w` for a constant `w`.
    static void linearInputGradient(Operand dy, PackedMatrix w, Operand dx) {
        product(dy, rows(dy), w.k(), w.n(), panels(w).plain(), dx, null);
    }

    /// `dw = dyᵀ·x`.
    static void linearWeightGradient(Operand dy, Operand x, Operand dw) {
        int n = dy.shape().dim(-1);
        int k = x.shape().dim(-1);
        int rows = rows(dy);
        Gemm.LeftFactor left =
                new Gemm.LeftFactor(dy.storage().floats(), dy.layout().offset(), 0, 1, n);
        StridedFactor right =
                new StridedFactor(x.storage().floats(), x.layout().offset(), 0, k, 1, k, k >= FAR_ROWS && n > FEW_ROWS);
        new Gemm(1, n, k, rows, left, right, dw.storage().floats(), dw.layout().offset(), null).run();
    }

    private static void product(
            Operand x, int rows, int columns, int depth, RightFactor right, Operand y, Epilogue epilogue) {
        Gemm.LeftFactor left =
                new Gemm.LeftFactor(x.storage().floats(), x.layout().offset(), 0, depth, 1);
        new Gemm(
                        1,
                        rows,
                        columns,
                        depth,
                        left,
                        right,
                        y.storage().floats(),
                        y.layout().offset(),
                        epilogue)
                .run();
    }

    private static int rows(Operand x) {
        return x.shape().outer(x.shape().rank() - 1);
    }

    private static PackedPanels panels(PackedMatrix w) {
        if (w instanceof PackedPanels panels) {
            return panels;
        }
        throw new IllegalArgumentException("linear: the constant was packed by another backend (" + w.getClass()
                + "). Pack it with the backend that computes");
    }

    /// Packs a matrix `[n, k]` of F32, F16 or BF16 as a constant.
    static PackedMatrix pack(String what, Operand w, MatrixFormat format) {
        int n = w.shape().dim(0);
        int k = w.shape().dim(1);
        int panels = (n + Gemm.WIDTH - 1) / Gemm.WIDTH;
        if (format == MatrixFormat.F32 && w.dtype() == DType.F32) {
            float[] packed = new float[panels * k * Gemm.WIDTH];
            ParameterPanels.pack(w.storage().floats(), w.layout().offset(), n, k, packed);
            return new FloatPanels(n, k, packed);
        }
        if (format == MatrixFormat.F32) {
            float[] packed = new float[panels * k * Gemm.WIDTH];
            Workers.shared().forEach(panels, panel -> packFloats(w, n, k, panel, packed));
            return new FloatPanels(n, k, packed);
        }
        long panelBytes = (k + 1L) / 2 * Gemm.WIDTH * Integer.BYTES;
        NativeMemory memory = NativeMemory.allocate(what, panels * panelBytes);
        Workers.shared()
                .forEach(
                        panels,
                        panel -> packHalves(
                                w, n, k, panel, format, memory.segment().asSlice(panel * panelBytes)));
        return new HalfPanels(n, k, format, memory);
    }

    private static void packFloats(Operand w, int n, int k, int panel, float[] packed) {
        Storage storage = w.storage();
        int first = panel * Gemm.WIDTH;
        int to = first * k;
        for (int j = 0; j < Math.min(Gemm.WIDTH, n - first); j++) {
            int at = w.layout().offset() + (first + j) * k;
            for (int p = 0; p < k; p++) {
                packed[to + p * Gemm.WIDTH + j] = (float) storage.get(at + p);
            }
        }
    }

    private static void packHalves(Operand w, int n, int k, int panel, MatrixFormat format, MemorySegment out) {
        Storage storage = w.storage();
        short[] pairs = new short[(k + 1) / 2 * Gemm.WIDTH * 2];
        int first = panel * Gemm.WIDTH;
        boolean same = storage.dtype() == (format == MatrixFormat.BF16 ? DType.BF16 : DType.F16);
        for (int j = 0; j < Math.min(Gemm.WIDTH, n - first); j++) {
            int at = w.layout().offset() + (first + j) * k;
            for (int p = 0; p < k; p++) {
                short bits;
                if (same) {
                    bits = storage.shorts()[at + p];
                } else {
                    float value = (float) storage.get(at + p);
                    bits = format == MatrixFormat.BF16 ? Storage.toBfloat16(value) : Float.floatToFloat16(value);
                }
                pairs[p / 2 * Gemm.WIDTH * 2 + j * 2 + (p & 1)] = bits;
            }
        }
        MemorySegment.copy(pairs, 0, out, ValueLayout.JAVA_SHORT, 0, pairs.length);
    }

    /// Writes a constant back by rows.
    static void unpack(PackedMatrix w, Operand y) {
        PackedPanels panels = panels(w);
        float[] out = y.storage().floats();
        int at = y.layout().offset();
        for (int i = 0; i < w.n(); i++) {
            panels.row(i, out, at + i * w.k());
        }
    }

    /// `y[i] = table[ids[i]]`.
    static void embedding(PackedMatrix table, Operand ids, Operand y) {
        PackedPanels panels = panels(table);
        long[] rows = ids.storage().longs();
        float[] out = y.storage().floats();
        int count = ids.shape().size();
        for (int i = 0; i < count; i++) {
            int row = Math.toIntExact(rows[ids.layout().offset() + i]);
            panels.row(row, out, y.layout().offset() + i * table.k());
        }
    }
}
