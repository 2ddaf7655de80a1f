package io.blip2j.core.op.reduce;

import io.blip2j.core.autograd.Saved;
import io.blip2j.core.backend.Reduction;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;

/// `y = Σ x` over some axes (null: all).
///
/// | tensor | shape |
/// |---|---|
/// | x, dx | `[...]` |
/// | y, dy | without the axes, or with size 1 there (`keepDim`) |
///
/// Backward: `dx = dy`, repeated. Keeps nothing.
///
/// **Source:** PyTorch `sum`.
public record Sum(int[] axes, boolean keepDim) implements UnaryOp {
    @Override
    public Tensor forward(Tensor x, Saved saved) {
        saved.note(x.shape());
        return Axes.reduce("sum", Reduction.SUM, x, axes, keepDim);
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        Shape shape = (Shape) saved.note();
        Shape kept = Axes.result(shape, Axes.flags("sum", shape, axes), true);
        return dy.reshape(kept.dims()).expand(shape.dims());
    }
}
