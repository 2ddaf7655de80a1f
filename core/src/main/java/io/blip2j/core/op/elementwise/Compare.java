package io.blip2j.core.op.elementwise;

import io.blip2j.core.backend.Comparison;
import io.blip2j.core.op.IndexOp;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// `y = a how b` as a mask (BOOL): comparisons of numbers or ids, where NaN equals nothing, and logic of masks.
///
/// | tensor | shape |
/// |---|---|
/// | a, b | broadcast to y's |
///
/// No gradient. **Source:** PyTorch `eq` ... `ge`, `logical_and`, `logical_or`, `logical_xor`.
public record Compare(Comparison how) implements IndexOp {
    @Override
    public Tensor forward(Tensor[] inputs) {
        Tensor a = inputs[0];
        Tensor b = inputs[1];
        if (a.dtype() != b.dtype()) {
            throw new ShapeException("compare", "operands are " + a.dtype() + " and " + b.dtype() + ". Cast one");
        }
        Shape shape = Shape.broadcast("compare", a.shape(), b.shape());
        Tensor y = Tensor.empty(a.backend(), DType.BOOL, shape);
        a.kernels().compare(how, Broadcast.to(a, shape), Broadcast.to(b, shape), y.operand());
        return y;
    }

    /// `y = not mask`.
    public static Tensor not(Tensor mask) {
        return mask.compare(Comparison.XOR, Tensor.full(mask.backend(), DType.BOOL, Shape.SCALAR, 1));
    }
}
