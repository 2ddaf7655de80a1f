package io.blip2j.core.op.reduce;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.backend.Comparison;
import io.blip2j.core.backend.Reduction;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.op.elementwise.Abs;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;

/// `y = m + ln Σ e^(x - m)` along an axis, with `m` the largest (0 where that is infinite).
///
/// | tensor | shape |
/// |---|---|
/// | x, dx | `[...]` |
/// | y, dy | without the axis, or with size 1 there |
///
/// Backward: `dx = dy · e^(x - y)`. Keeps `x`, `y`.
///
/// **Source:** PyTorch `logsumexp`.
public record LogSumExp(int axis, boolean keepDim) implements UnaryOp {
    @Override
    public Tensor forward(Tensor x, Saved saved) {
        int[] axes = {axis};
        Tensor largest = Axes.reduce("logsumexp", Reduction.MAX, x, axes, true);
        Tensor infinite = Autograd.apply(new Abs(), largest)
                .compare(Comparison.EQ, Tensor.full(x.backend(), x.dtype(), Shape.SCALAR, Double.POSITIVE_INFINITY));
        Tensor m = largest.maskedFill(infinite, 0);
        Tensor y = x.sub(m).exp().sum(axis, true).log().add(m);
        saved.keep(x);
        saved.keep(y);
        return keepDim
                ? y
                : y.reshape(y.shape().without(x.shape().axis("logsumexp", axis)).dims());
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        Tensor x = saved.get(0);
        Tensor y = saved.get(1);
        return x.sub(y).exp().mul(dy.reshape(y.shape().dims()));
    }
}
