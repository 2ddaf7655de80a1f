package io.blip2j.core.op.elementwise;

import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.shape.DType;
import io.blip2j.core.tensor.Tensor;

/// `y = x` in another type: nearest, ties to even, overflow to infinity; to integers toward zero.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | any, the same |
///
/// Backward: `dy` cast back. Keeps nothing but the type.
///
/// **Source:** PyTorch `Tensor.to`; subnormal halves are kept.
public record Cast(DType to) implements UnaryOp {
    @Override
    public boolean differentiable() {
        return to.isFloating();
    }

    @Override
    public Tensor forward(Tensor x, Saved saved) {
        saved.note(x.dtype());
        Tensor y = Tensor.empty(x.backend(), to, x.shape());
        x.kernels().copy(x.operand(), y.operand());
        return y;
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        return dy.cast((DType) saved.note());
    }
}
