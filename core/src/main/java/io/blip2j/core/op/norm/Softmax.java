package io.blip2j.core.op.norm;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.Check;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.tensor.Tensor;

/// `y_i = exp(x_i - m) / Σ_j exp(x_j - m)`, with `m = max_j x_j`. Over the last axis.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | `[..., n]` |
///
/// Backward: `dx = y ⊙ (dy - Σ_j y_j dy_j)`. Keeps `y`, not `x`.
///
/// **Source:** PyTorch `softmax` (largest subtracted first).
public record Softmax() implements UnaryOp {
    /// Along any axis.
    public static Tensor of(Tensor x, int axis) {
        return LastAxis.along("softmax", x, axis, rows -> Autograd.apply(new Softmax(), rows));
    }

    @Override
    public Tensor forward(Tensor x, Saved saved) {
        Check.arithmetic("softmax", x);
        Tensor from = x.contiguous();
        Tensor y = from.emptyLike();
        x.kernels().softmax(from.operand(), false, y.operand());
        return saved.keep(y);
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        Tensor y = saved.get(0);
        Tensor dx = y.emptyLike();
        y.kernels().softmaxGradient(y.operand(), false, dy.contiguous().operand(), dx.operand());
        return dx;
    }
}
