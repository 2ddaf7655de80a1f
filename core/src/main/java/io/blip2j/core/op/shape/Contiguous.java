package io.blip2j.core.op.shape;

import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.tensor.Tensor;

/// A row-major copy of a strided view.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | any, the same |
///
/// Backward: `dx = dy`. Keeps nothing. **Source:** PyTorch `contiguous`.
public record Contiguous() implements UnaryOp {
    @Override
    public Tensor forward(Tensor x, Saved saved) {
        Tensor y = x.emptyLike();
        x.kernels().copy(x.operand(), y.operand());
        return y;
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        return dy;
    }
}
