package io.blip2j.core.op.reduce;

import io.blip2j.core.op.Check;
import io.blip2j.core.op.IndexOp;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// The place of the largest along an axis, the first of equals; NaN counts as largest.
///
/// | tensor | shape |
/// |---|---|
/// | x | `[...]` |
/// | y (I64) | without the axis, or with size 1 there |
///
/// No gradient. **Source:** PyTorch `argmax`.
public record ArgMax(int axis, boolean keepDim) implements IndexOp {
    @Override
    public Tensor forward(Tensor[] inputs) {
        Tensor x = inputs[0].contiguous();
        Check.arithmetic("argmax", x);
        Shape shape = x.shape();
        int along = shape.axis("argmax", axis);
        if (shape.dim(along) == 0) {
            throw new ShapeException("argmax", "axis " + along + " of " + shape + " is empty: nothing to choose from");
        }
        Tensor y = Tensor.empty(x.backend(), DType.I64, keepDim ? shape.with(along, 1) : shape.without(along));
        x.kernels().argReduce(true, x.operand(), shape.outer(along), shape.dim(along), shape.inner(along), y.operand());
        return y;
    }
}
