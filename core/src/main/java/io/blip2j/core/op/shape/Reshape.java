package io.blip2j.core.op.shape;

import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;

/// The same elements in row-major order under another shape. A view where the strides allow it, else a copy.
///
/// | tensor | shape |
/// |---|---|
/// | x, dx | `[...]` |
/// | y, dy | `target`, with as many elements |
///
/// Backward: `dy` under the old shape. Keeps the shape.
///
/// **Source:** PyTorch `reshape`.
public record Reshape(Shape target) implements UnaryOp {
    @Override
    public Tensor forward(Tensor x, Saved saved) {
        saved.note(x.shape());
        Layout layout = x.layout().reshape(target);
        return layout != null ? x.view(layout) : x.contiguous().view(Layout.contiguous(target));
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        return dy.reshape(((Shape) saved.note()).dims());
    }
}
