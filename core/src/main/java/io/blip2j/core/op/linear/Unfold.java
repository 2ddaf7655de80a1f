package io.blip2j.core.op.linear;

import io.blip2j.core.autograd.Saved;
import io.blip2j.core.backend.Kernels.Window;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// Patches of a picture as rows: what a convolution multiplies its kernels with.
///
/// | tensor | shape |
/// |---|---|
/// | x, dx | `[batch, channels, height, width]` |
/// | y, dy | `[batch, outH·outW, channels·kernelH·kernelW]` |
///
/// Backward: rows added back to where they came from. Keeps the shape.
///
/// **Source:** PyTorch `functional.unfold` (its result transposed).
public record Unfold(Window window) implements UnaryOp {
    @Override
    public Tensor forward(Tensor x, Saved saved) {
        int outH = window.outH(x.dim(2));
        int outW = window.outW(x.dim(3));
        if (outH < 1 || outW < 1) {
            throw new ShapeException("unfold", "picture " + x.shape() + " is smaller than the window " + window);
        }
        saved.note(x.shape());
        Tensor y = x.empty(Shape.of(x.dim(0), outH * outW, x.dim(1) * window.kernelH() * window.kernelW()));
        x.kernels().unfold(x.contiguous().operand(), window, y.operand());
        return y;
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        Tensor dx = dy.empty((Shape) saved.note());
        dy.kernels().fold(dy.contiguous().operand(), window, dx.operand());
        return dx;
    }
}
