package io.blip2j.core.op.shape;

import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;

/// One index of an axis, which goes away; a view.
///
/// | tensor | shape |
/// |---|---|
/// | x, dx | `[..., n, ...]` |
/// | y, dy | `[..., ...]` |
///
/// Backward: `dy` put into zeros. Keeps the shape. **Source:** PyTorch `select`.
public record Select(int axis, int index) implements UnaryOp {
    @Override
    public Tensor forward(Tensor x, Saved saved) {
        saved.note(x.shape());
        return x.view(x.layout().select(axis, index));
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        return Slice.into((Shape) saved.note(), dy, layout -> layout.select(axis, index));
    }
}
