package io.blip2j.core.op.elementwise;

import io.blip2j.core.autograd.Saved;
import io.blip2j.core.backend.BinaryFunction;
import io.blip2j.core.op.BinaryOp;
import io.blip2j.core.tensor.Tensor;

/// `y = a · b`, element by element.
///
/// | tensor | shape |
/// |---|---|
/// | a, b | broadcast to y's |
/// | y, dy | `[...]` |
///
/// Backward: `da = dy · b`, `db = dy · a`. Keeps each factor only if the other wants a gradient.
///
/// **Source:** PyTorch `mul`.
public record Mul() implements BinaryOp {
    @Override
    public Tensor forward(Tensor a, Tensor b, Saved saved) {
        saved.keep(saved.needs(1) ? a : b);
        saved.keep(saved.needs(0) ? b : a);
        return Broadcast.apply(name(), BinaryFunction.MUL, a, b);
    }

    @Override
    public Tensor backwardA(Tensor dy, Saved saved) {
        return dy.mul(saved.get(1));
    }

    @Override
    public Tensor backwardB(Tensor dy, Saved saved) {
        return dy.mul(saved.get(0));
    }
}
