package io.blip2j.core.op.reduce;

import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.op.shape.Flip;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// `y_j = Σ_{l<=j} x_l` along an axis.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | `[...]` |
///
/// Backward: the same sum from the other end. Keeps nothing. I64 is allowed, without gradient.
///
/// **Source:** PyTorch `cumsum`.
public record CumulativeSum(int axis) implements UnaryOp {
    @Override
    public Tensor forward(Tensor x, Saved saved) {
        if (!x.dtype().hasArithmetic() && x.dtype() != DType.I64) {
            throw new ShapeException("cumsum", "no sums in " + x.dtype() + ". Cast first");
        }
        int along = x.shape().axis("cumsum", axis);
        Tensor from = x.contiguous();
        Tensor y = from.emptyLike();
        x.kernels()
                .cumulativeSum(
                        from.operand(),
                        x.shape().outer(along),
                        x.shape().dim(along),
                        x.shape().inner(along),
                        y.operand());
        return y;
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        return Flip.of(forward(Flip.of(dy, axis), saved), axis);
    }
}
