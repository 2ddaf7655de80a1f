package io.blip2j.core.op.shape;

import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.tensor.Tensor;

/// Axes of size 1 repeated, and new ones put in front, as a view with stride 0; -1 keeps a size.
///
/// | tensor | shape |
/// |---|---|
/// | x, dx | `[..., 1, ...]` |
/// | y, dy | `sizes` |
///
/// Backward: `dy` summed over the repeats (by [io.blip2j.core.autograd.InputGradients], as for all broadcasting).
///
/// **Source:** PyTorch `expand`.
public record Expand(int... sizes) implements UnaryOp {
    @Override
    public Tensor forward(Tensor x, Saved saved) {
        return x.view(x.layout().expand(sizes));
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        return dy;
    }
}
