package io.blip2j.core.op.linear;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.InputGradients;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.backend.UnaryFunction;
import io.blip2j.core.op.Check;
import io.blip2j.core.op.Op;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// `y = x·weightᵀ + bias`.
///
/// | tensor | shape |
/// |---|---|
/// | x, dx | `[..., in]` |
/// | weight, dweight | `[out, in]` |
/// | bias, dbias | `[out]`, may be missing |
/// | y, dy | `[..., out]` |
///
/// Backward: `dx = dy·weight`, `dweight = dyᵀ·x`, `dbias = Σ dy`. Keeps `x` only if the weight learns, the weight
/// only if `x` wants a gradient. With a packed constant for the weight, only `dx` is left: a frozen layer saves
/// nothing.
///
/// **Source:** PyTorch `linear`.
public record Linear(PackedMatrix constant) implements Op {
    /// With a trained weight.
    /// @param bias `[out]` or null
    public static Tensor of(Tensor x, Tensor weight, Tensor bias) {
        return bias == null
                ? Autograd.apply(new Linear(null), x, weight)
                : Autograd.apply(new Linear(null), x, weight, bias);
    }

    /// With a frozen weight.
    /// @param bias `[out]` or null
    public static Tensor of(Tensor x, PackedMatrix weight, Tensor bias) {
        return bias == null ? Autograd.apply(new Linear(weight), x) : Autograd.apply(new Linear(weight), x, bias);
    }

    @Override
    public Tensor forward(Tensor[] inputs, Saved saved) {
        Tensor x = inputs[0].contiguous();
        Check.arithmetic("linear", inputs);
        if (constant == null) {
            Check.rank("linear", "weight", inputs[1], 2);
        }
        int in = constant == null ? inputs[1].dim(1) : constant.k();
        int out = constant == null ? inputs[1].dim(0) : constant.n();
        if (x.rank() == 0 || x.dim(-1) != in) {
            throw new ShapeException(
                    "linear", "x " + x.shape() + " must end in " + in + ", as weight [" + out + ", " + in + "] does");
        }
        Tensor bias = inputs.length > biasAt() ? inputs[biasAt()].contiguous() : null;
        if (bias != null) {
            Check.shape("linear", "bias", bias, out);
        }
        Tensor y = x.empty(x.shape().with(-1, out));
        Operand b = bias == null ? null : bias.operand();
        if (constant != null) {
            x.kernels().linear(x.operand(), constant, b, UnaryFunction.IDENTITY, null, y.operand());
            return y;
        }
        Tensor weight = inputs[1].contiguous();
        saved.keep(saved.needs(1) ? x : weight);
        saved.keep(saved.needs(0) ? weight : x);
        x.kernels().linear(x.operand(), weight.operand(), b, UnaryFunction.IDENTITY, null, y.operand());
        return y;
    }

    private int biasAt() {
        return constant == null ? 2 : 1;
    }

    @Override
    public void backward(Tensor dy, Saved saved, InputGradients into) {
        Tensor upstream = dy.contiguous();
        if (into.wants(0)) {
            Tensor dx = dy.empty(saved.shape(0));
            if (constant != null) {
                dy.kernels().linearInputGradient(upstream.operand(), constant, dx.operand());
            } else {
                dy.kernels()
                        .linearInputGradient(upstream.operand(), saved.get(1).operand(), dx.operand());
            }
            into.add(0, dx);
        }
        if (constant == null && into.wants(1)) {
            Tensor dw = dy.empty(saved.shape(1));
            dy.kernels().linearWeightGradient(upstream.operand(), saved.get(0).operand(), dw.operand());
            into.add(1, dw);
        }
        if (saved.inputs() > biasAt() && into.wants(biasAt())) {
            int out = dy.dim(-1);
            Tensor flat = upstream.reshape(out == 0 ? 0 : upstream.shape().size() / out, out);
            into.add(biasAt(), flat.sum(0, false));
        }
    }

    /// `act(x·weightᵀ + bias) + residual` in one pass over the result, for inference.
    /// @param residual like the result, or null
    public static Tensor fused(Tensor x, PackedMatrix weight, Tensor bias, UnaryFunction act, Tensor residual) {
        Tensor from = x.contiguous();
        Shape shape = x.shape().with(-1, weight.n());
        Tensor y = x.empty(shape);
        x.kernels()
                .linear(
                        from.operand(),
                        weight,
                        bias == null ? null : bias.operand(),
                        act,
                        residual == null ? null : residual.contiguous().operand(),
                        y.operand());
        return y;
    }
}
