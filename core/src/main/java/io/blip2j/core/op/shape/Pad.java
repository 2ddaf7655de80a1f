package io.blip2j.core.op.shape;

import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;

/// A border of one value around some axes; negative widths crop.
///
/// `pads` holds, for the last axis first, the widths before and after.
///
/// | tensor | shape |
/// |---|---|
/// | x, dx | `[..., n, ...]` |
/// | y, dy | `[..., before + n + after, ...]` |
///
/// Backward: the inside of `dy`, zero where `x` was cropped. Keeps the shape.
///
/// **Source:** PyTorch `functional.pad`.
public record Pad(int[] pads, double value) implements UnaryOp {
    @Override
    public Tensor forward(Tensor x, Saved saved) {
        saved.note(x.shape());
        return place(x, padded(x.shape(), 1), 1);
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        Pad back = new Pad(pads, 0);
        return back.place(dy, (Shape) saved.note(), -1);
    }

    private Shape padded(Shape shape, int sign) {
        Shape result = shape;
        for (int i = 0; 2 * i < pads.length; i++) {
            int axis = shape.axis("pad", -1 - i);
            result = result.with(axis, shape.dim(axis) + sign * (pads[2 * i] + pads[2 * i + 1]));
        }
        return result;
    }

    /// Copies the part that `x` and a tensor of shape `target`, moved by the pads, have in common.
    private Tensor place(Tensor x, Shape target, int sign) {
        Tensor y = Tensor.full(x.backend(), x.dtype(), target, value);
        Layout from = x.layout();
        Layout to = y.layout();
        for (int i = 0; 2 * i < pads.length; i++) {
            int axis = target.axis("pad", -1 - i);
            int before = sign * pads[2 * i];
            int count =
                    Math.max(0, Math.min(x.dim(axis) + Math.min(0, before), target.dim(axis) - Math.max(0, before)));
            from = from.slice(axis, Math.max(0, -before), Math.max(0, -before) + count, 1);
            to = to.slice(axis, Math.max(0, before), Math.max(0, before) + count, 1);
        }
        x.kernels().copy(x.view(from).operand(), y.view(to).operand());
        return y;
    }
}
