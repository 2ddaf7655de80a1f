package io.blip2j.core.op.norm;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.InputGradients;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.op.Check;
import io.blip2j.core.op.Op;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;

/// `y = (x - mean)/√(var + eps) · weight + bias` over the last axis, with the biased variance.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | `[..., n]` |
/// | weight, bias | `[n]`, both or neither |
///
/// Backward, with `x̂ = (x - mean)·r`, `r = 1/√(var + eps)` and `g = dy ⊙ weight`:
/// `dx = r·(g - mean(g) - x̂·mean(g ⊙ x̂))`, `dweight = Σ dy ⊙ x̂`, `dbias = Σ dy`. Keeps `x`, `weight`, mean and
/// `r`.
///
/// **Source:** Ba et al., arXiv 1607.06450; two passes, since `E[x²] - mean²` cancels.
public record LayerNorm(double eps) implements Op {
    /// @param weight `[n]` or null
    /// @param bias `[n]` or null
    public static Tensor of(Tensor x, Tensor weight, Tensor bias, double eps) {
        LayerNorm op = new LayerNorm(eps);
        if (weight == null) {
            return Autograd.apply(op, x);
        }
        return bias == null ? Autograd.apply(op, x, weight) : Autograd.apply(op, x, weight, bias);
    }

    @Override
    public Tensor forward(Tensor[] inputs, Saved saved) {
        Tensor x = inputs[0].contiguous();
        Check.arithmetic("layer_norm", inputs);
        for (int i = 1; i < inputs.length; i++) {
            Check.shape("layer_norm", i == 1 ? "weight" : "bias", inputs[i], x.dim(-1));
        }
        Tensor y = x.emptyLike();
        Tensor statistics = null;
        if (saved.recording()) {
            statistics = x.empty(Shape.of(x.shape().outer(x.rank() - 1), 2));
            saved.keep(x);
            saved.keep(statistics);
            for (int i = 1; i < inputs.length; i++) {
                saved.keep(inputs[i]);
            }
            saved.note(inputs.length);
        }
        x.kernels()
                .layerNorm(
                        x.operand(),
                        inputs.length > 1 ? inputs[1].contiguous().operand() : null,
                        inputs.length > 2 ? inputs[2].contiguous().operand() : null,
                        eps,
                        y.operand(),
                        statistics == null ? null : statistics.operand());
        return y;
    }

    @Override
    public void backward(Tensor dy, Saved saved, InputGradients into) {
        int count = (int) saved.note();
        Tensor x = saved.get(0);
        Tensor weight = count > 1 ? saved.get(2).contiguous() : null;
        Tensor dx = into.wants(0) ? x.emptyLike() : null;
        Tensor dw = count > 1 && into.wants(1) ? x.empty(weight.shape()) : null;
        Tensor db = count > 2 && into.wants(2) ? x.empty(weight.shape()) : null;
        x.kernels()
                .layerNormGradient(
                        x.operand(),
                        weight == null ? null : weight.operand(),
                        saved.get(1).operand(),
                        dy.contiguous().operand(),
                        operand(dx),
                        operand(dw),
                        operand(db));
        Tensor[] gradients = {dx, dw, db};
        for (int i = 0; i < count; i++) {
            if (gradients[i] != null) {
                into.add(i, gradients[i]);
            }
        }
    }

    private static Operand operand(Tensor tensor) {
        return tensor == null ? null : tensor.operand();
    }
}
