package io.blip2j.core.op.reduce;

import io.blip2j.core.autograd.Saved;
import io.blip2j.core.backend.Comparison;
import io.blip2j.core.backend.Reduction;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;

/// The smallest over some axes (null: all); NaN if any is.
///
/// | tensor | shape |
/// |---|---|
/// | x, dx | `[...]` |
/// | y, dy | without the axes, or with size 1 there |
///
/// Backward: `dy` is shared evenly among all elements equal to the smallest. Keeps `x`, `y`.
///
/// **Source:** PyTorch `amin`.
public record AMin(int[] axes, boolean keepDim) implements UnaryOp {
    @Override
    public Tensor forward(Tensor x, Saved saved) {
        saved.keep(x);
        return saved.keep(Axes.reduce("amin", Reduction.MIN, x, axes, keepDim));
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        Tensor x = saved.get(0);
        Shape shape = x.shape();
        int[] kept = Axes.result(shape, Axes.flags("amin", shape, axes), true).dims();
        Tensor equal = x.compare(Comparison.EQ, saved.get(1).reshape(kept)).cast(x.dtype());
        Tensor count = Axes.reduce("amin", Reduction.SUM, equal, axes, true);
        return equal.mul(dy.reshape(kept).div(count));
    }
}
