package io.blip2j.core.op.shape;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;

/// Elements `start, start + step, ...` before `stop` of an axis, a view. Negative places count from the end, places
/// past the end are cut, as Python does.
///
/// | tensor | shape |
/// |---|---|
/// | x, dx | `[..., n, ...]` |
/// | y, dy | `[..., count, ...]` |
///
/// Backward: `dy` put into zeros. Keeps the shape.
///
/// **Source:** Python slicing; PyTorch `slice`.
public record Slice(int axis, int start, int stop, int step) implements UnaryOp {
    /// `x` from `start` to the end of an axis.
    public static Tensor from(Tensor x, int axis, int start) {
        return Autograd.apply(new Slice(axis, start, Integer.MAX_VALUE, 1), x);
    }

    @Override
    public Tensor forward(Tensor x, Saved saved) {
        saved.note(x.shape());
        return x.view(x.layout().slice(axis, start, stop, step));
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        return into((Shape) saved.note(), dy, layout -> layout.slice(axis, start, stop, step));
    }

    /// Zeros of `shape` with `part` written where `place` points.
    static Tensor into(Shape shape, Tensor part, java.util.function.UnaryOperator<Layout> place) {
        Tensor whole = Tensor.full(part.backend(), part.dtype(), shape, 0);
        part.kernels()
                .copy(part.operand(), whole.view(place.apply(whole.layout())).operand());
        return whole;
    }
}
