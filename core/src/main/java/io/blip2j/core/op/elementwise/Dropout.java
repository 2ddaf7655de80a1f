package io.blip2j.core.op.elementwise;

import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.Check;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;

/// `y = x · keep / (1 - p)`, where each element is kept with probability `1 - p`.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | `[samples, ...]` |
///
/// Backward: the same on `dy`: the random numbers are named by `key`, so nothing is kept.
///
/// **Source:** PyTorch `dropout`; random numbers by Philox ([RandomKey]).
public record Dropout(float p, RandomKey key) implements UnaryOp {
    @Override
    public Tensor forward(Tensor x, Saved saved) {
        Check.arithmetic("dropout", x);
        Tensor from = x.contiguous();
        Tensor y = from.emptyLike();
        x.kernels().dropout(from.operand(), p, key, y.operand());
        return y;
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        return forward(dy, saved);
    }

    /// Dropout with a mask that is given (true: kept).
    public static Tensor masked(Tensor x, Tensor mask, double p) {
        return mask.where(x.mul(1 / (1 - p)), Tensor.full(x.backend(), x.dtype(), Shape.SCALAR, 0));
    }
}
