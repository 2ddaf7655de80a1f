package io.blip2j.core.op.norm;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.Check;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.tensor.Tensor;

/// `y_i = x_i - m - ln Σ_j exp(x_j - m)`, with `m = max_j x_j`. Over the last axis.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | `[..., n]` |
///
/// Backward: `dx = dy - e^y · Σ_j dy_j`. Keeps `y`, not `x`.
///
/// **Source:** PyTorch `log_softmax` (largest subtracted first).
public record LogSoftmax() implements UnaryOp {
    /// Along any axis.
    public static Tensor of(Tensor x, int axis) {
        return LastAxis.along("log_softmax", x, axis, rows -> Autograd.apply(new LogSoftmax(), rows));
    }

    @Override
    public Tensor forward(Tensor x, Saved saved) {
        Check.arithmetic("log_softmax", x);
        Tensor from = x.contiguous();
        Tensor y = from.emptyLike();
        x.kernels().softmax(from.operand(), true, y.operand());
        return saved.keep(y);
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        Tensor y = saved.get(0);
        Tensor dx = y.emptyLike();
        y.kernels().softmaxGradient(y.operand(), true, dy.contiguous().operand(), dx.operand());
        return dx;
    }
}
