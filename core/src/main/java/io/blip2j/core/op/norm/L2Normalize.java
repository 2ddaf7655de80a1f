package io.blip2j.core.op.norm;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.backend.Comparison;
import io.blip2j.core.op.Check;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.op.elementwise.Maximum;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;

/// `y = x / d`, `d = max(‖x‖₂, 1e-12)`, along an axis: what the contrastive features are compared by.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | `[...]` |
///
/// Backward: `dx = (dy - [‖x‖ > 1e-12]·y·Σ y·dy) / d`. Keeps `y`, `d`, the norm.
///
/// **Source:** PyTorch `functional.normalize`.
public record L2Normalize(int axis) implements UnaryOp {
    private static final double SMALLEST = 1e-12;

    /// The result of the doc above.
    public static Tensor of(Tensor x, int axis) {
        return Autograd.apply(new L2Normalize(axis), x);
    }

    @Override
    public Tensor forward(Tensor x, Saved saved) {
        Check.arithmetic("l2_normalize", x);
        Tensor smallest = Tensor.full(x.backend(), x.dtype(), Shape.SCALAR, SMALLEST);
        Tensor norm = x.mul(x).sum(axis, true).sqrt();
        Tensor d = Autograd.apply(new Maximum(), norm, smallest);
        Tensor y = saved.keep(x.div(d));
        saved.keep(d);
        saved.keep(norm);
        return y;
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        Tensor y = saved.get(0);
        Tensor d = saved.get(1);
        Tensor smallest = Tensor.full(dy.backend(), dy.dtype(), Shape.SCALAR, SMALLEST);
        Tensor along = y.mul(dy).sum(axis, true);
        Tensor counted = along.mul(saved.get(2).compare(Comparison.GT, smallest).cast(dy.dtype()));
        return dy.sub(y.mul(counted)).div(d);
    }
}
