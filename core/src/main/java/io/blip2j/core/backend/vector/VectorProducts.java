package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.backend.UnaryFunction;
import io.blip2j.core.shape.Layout;

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
        RightFactor right = new PanelFactor(ParameterPanels.of(w), k);
        product(x, rows(x), n, k, right, y, epilogue(null, bias, act, residual));
    }

    /// `y = act(x·wᵀ + bias) + residual` for a constant `w`.
    static void linear(Operand x, PackedMatrix w, Operand bias, UnaryFunction act, Operand residual, Operand y) {
        PackedPanels panels = Constants.panels(w);
        Epilogue epilogue = epilogue(panels.rowFactors(), bias, act, residual);
        int rows = rows(x);
        if (panels instanceof NativePanels few && few.streams() && rows > 0 && rows <= FewRows.MOST) {
            float[] from = x.storage().floats();
            float[] to = y.storage().floats();
            new FewRows(rows, few, from, x.layout().offset(), to, y.layout().offset(), epilogue).run();
        } else {
            product(x, rows, w.n(), w.k(), panels.transposed(), y, epilogue);
        }
    }

    private static Epilogue epilogue(float[] factors, Operand bias, UnaryFunction act, Operand residual) {
        return new Epilogue(
                factors,
                bias == null ? null : bias.storage().floats(),
                bias == null ? 0 : bias.layout().offset(),
                act,
                residual == null ? null : residual.storage().floats(),
                residual == null ? 0 : residual.layout().offset());
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
        product(dy, rows(dy), w.k(), w.n(), Constants.panels(w).plain(), dx, null);
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
}
