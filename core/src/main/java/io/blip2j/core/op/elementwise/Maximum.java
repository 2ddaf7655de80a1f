package io.blip2j.core.op.elementwise;

import io.blip2j.core.autograd.Saved;
import io.blip2j.core.backend.BinaryFunction;
import io.blip2j.core.op.BinaryOp;
import io.blip2j.core.tensor.Tensor;

/// The larger of `a` and `b`; NaN if either is.
///
/// | tensor | shape |
/// |---|---|
/// | a, b | broadcast to y's |
/// | y, dy | `[...]` |
///
/// Backward: `dy` goes to the larger; of equals each gets half. Keeps `a`, `b`.
///
/// **Source:** PyTorch `maximum`.
public record Maximum() implements BinaryOp {
    @Override
    public Tensor forward(Tensor a, Tensor b, Saved saved) {
        saved.keep(a);
        saved.keep(b);
        return Broadcast.apply(name(), BinaryFunction.MAXIMUM, a, b);
    }

    @Override
    public Tensor backwardA(Tensor dy, Saved saved) {
        return dy.mul(Broadcast.apply(name(), BinaryFunction.GREATER_SHARE, saved.get(0), saved.get(1)));
    }

    @Override
    public Tensor backwardB(Tensor dy, Saved saved) {
        return dy.mul(Broadcast.apply(name(), BinaryFunction.GREATER_SHARE, saved.get(1), saved.get(0)));
    }
}
