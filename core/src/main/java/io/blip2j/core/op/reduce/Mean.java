package io.blip2j.core.op.reduce;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;

/// `y = Σ x / count` over some axes (null: all). Composed of [Sum] and a factor; of nothing it is NaN.
///
/// | tensor | shape |
/// |---|---|
/// | x | `[...]` |
/// | y | without the axes, or with size 1 there |
///
/// **Source:** PyTorch `mean`.
public final class Mean {
    private Mean() {}

    /// The result of the doc above.
    public static Tensor of(Tensor x, int[] axes, boolean keepDim) {
        Tensor sum = Autograd.apply(new Sum(axes, keepDim), x);
        Shape shape = x.shape();
        boolean[] reduced = Axes.flags("mean", shape, axes);
        double count = 1;
        for (int i = 0; i < reduced.length; i++) {
            count *= reduced[i] ? shape.dim(i) : 1;
        }
        return sum.mul(1 / count);
    }
}
