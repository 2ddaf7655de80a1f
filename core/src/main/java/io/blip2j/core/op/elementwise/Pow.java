package io.blip2j.core.op.elementwise;

import io.blip2j.core.autograd.Saved;
import io.blip2j.core.backend.BinaryFunction;
import io.blip2j.core.op.BinaryOp;
import io.blip2j.core.tensor.Tensor;

/// `y = a^b`, for positive `a`.
///
/// | tensor | shape |
/// |---|---|
/// | a, b | broadcast to y's |
/// | y, dy | `[...]` |
///
/// Backward: `da = dy · b · a^(b-1)`, `db = dy · y · ln a`. Keeps `a`, `b`, `y`.
///
/// **Source:** PyTorch `pow`.
public record Pow() implements BinaryOp {
    @Override
    public Tensor forward(Tensor a, Tensor b, Saved saved) {
        saved.keep(a);
        saved.keep(b);
        return saved.keep(Broadcast.apply(name(), BinaryFunction.POW, a, b));
    }

    @Override
    public Tensor backwardA(Tensor dy, Saved saved) {
        return dy.mul(saved.get(1))
                .mul(Broadcast.apply(
                        name(), BinaryFunction.POW, saved.get(0), saved.get(1).affine(1, -1)));
    }

    @Override
    public Tensor backwardB(Tensor dy, Saved saved) {
        return dy.mul(saved.get(2)).mul(saved.get(0).log());
    }
}
