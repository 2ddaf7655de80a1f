package io.blip2j.core.op.elementwise;

import io.blip2j.core.autograd.Saved;
import io.blip2j.core.backend.BinaryFunction;
import io.blip2j.core.op.BinaryOp;
import io.blip2j.core.tensor.Tensor;

/// `y = a - b`.
///
/// | tensor | shape |
/// |---|---|
/// | a, b | broadcast to y's |
/// | y, dy | `[...]` |
///
/// Backward: `da = dy`, `db = -dy`. Keeps nothing.
///
/// **Source:** PyTorch `sub`.
public record Sub() implements BinaryOp {
    @Override
    public Tensor forward(Tensor a, Tensor b, Saved saved) {
        return Broadcast.apply(name(), BinaryFunction.SUB, a, b);
    }

    @Override
    public Tensor backwardA(Tensor dy, Saved saved) {
        return dy;
    }

    @Override
    public Tensor backwardB(Tensor dy, Saved saved) {
        return dy.neg();
    }
}
