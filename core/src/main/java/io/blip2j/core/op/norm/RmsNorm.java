package io.blip2j.core.op.norm;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.InputGradients;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.Check;
import io.blip2j.core.op.Op;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;

/// `y = weight · x/√(mean(x²) + eps)` over the last axis: no mean subtracted, no bias.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | `[..., n]` |
/// | weight | `[n]` |
///
/// Backward, with `r = 1/√(mean(x²) + eps)` and `g = dy ⊙ weight`: `dx = r·(g - x·r²·mean(g ⊙ x))`,
/// `dweight = Σ dy ⊙ x·r`. Keeps `x`, `weight`, `r`.
///
/// **Source:** Zhang and Sennrich, arXiv 1910.07467; `T5LayerNorm`.
public record RmsNorm(double eps) implements Op {
    /// The result of the doc above.
    public static Tensor of(Tensor x, Tensor weight, double eps) {
        return Autograd.apply(new RmsNorm(eps), x, weight);
    }

    @Override
    public Tensor forward(Tensor[] inputs, Saved saved) {
        Tensor x = inputs[0].contiguous();
        Check.arithmetic("rms_norm", inputs);
        Check.shape("rms_norm", "weight", inputs[1], x.dim(-1));
        Tensor y = x.emptyLike();
        Tensor statistics = null;
        if (saved.recording()) {
            statistics = x.empty(Shape.of(x.shape().outer(x.rank() - 1)));
            saved.keep(x);
            saved.keep(statistics);
            saved.keep(inputs[1]);
        }
        x.kernels()
                .rmsNorm(
                        x.operand(),
                        inputs[1].contiguous().operand(),
                        eps,
                        y.operand(),
                        statistics == null ? null : statistics.operand());
        return y;
    }

    @Override
    public void backward(Tensor dy, Saved saved, InputGradients into) {
        Tensor x = saved.get(0);
        Tensor weight = saved.get(2).contiguous();
        Tensor dx = into.wants(0) ? x.emptyLike() : null;
        Tensor dw = into.wants(1) ? x.empty(weight.shape()) : null;
        x.kernels()
                .rmsNormGradient(
                        x.operand(),
                        weight.operand(),
                        saved.get(1).operand(),
                        dy.contiguous().operand(),
                        dx == null ? null : dx.operand(),
                        dw == null ? null : dw.operand());
        if (dx != null) {
            into.add(0, dx);
        }
        if (dw != null) {
            into.add(1, dw);
        }
    }
}
