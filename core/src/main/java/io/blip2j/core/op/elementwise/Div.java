package io.blip2j.core.op.elementwise;

import io.blip2j.core.autograd.Saved;
import io.blip2j.core.backend.BinaryFunction;
import io.blip2j.core.op.BinaryOp;
import io.blip2j.core.tensor.Tensor;

/// `y = a / b`.
///
/// | tensor | shape |
/// |---|---|
/// | a, b | broadcast to y's |
/// | y, dy | `[...]` |
///
/// Backward: `da = dy / b`, `db = -dy · y / b`. Keeps `b`, `y`.
///
/// **Source:** PyTorch `div`.
public record Div() implements BinaryOp {
    @Override
    public Tensor forward(Tensor a, Tensor b, Saved saved) {
        saved.keep(b);
        return saved.keep(Broadcast.apply(name(), BinaryFunction.DIV, a, b));
    }

    @Override
    public Tensor backwardA(Tensor dy, Saved saved) {
        return dy.div(saved.get(0));
    }

    @Override
    public Tensor backwardB(Tensor dy, Saved saved) {
        return dy.mul(saved.get(1)).div(saved.get(0)).neg();
    }
}
