package io.blip2j.core.op.update;

import io.blip2j.core.backend.AdamStep;
import io.blip2j.core.op.Check;
import io.blip2j.core.tensor.Tensor;

/// Steps of optimisers and other changes in place; nothing here is remembered for gradients.
public final class Update {
    private Update() {}

    /// AdamW: `theta -= lr·wd·theta`, `m = β1·m + (1-β1)·g`, `v = β2·v + (1-β2)·g²`, `theta -= lr·m̂/(√v̂ +
    /// eps)`, with `g` multiplied by `gradientScale` first. All tensors have one shape.
    /// @return `Σ (change of theta)²`
    public static double adamW(AdamStep step, double gradientScale, Tensor theta, Tensor g, Tensor m, Tensor v) {
        return theta.kernels()
                .adamW(step, gradientScale, theta.operand(), g.contiguous().operand(), m.operand(), v.operand());
    }

    /// One step of gradient descent.
    ///
    /// @param lr learning rate
    /// @param weightDecay times `theta`, added to the gradient
    /// @param momentum decay of the buffer
    /// @param dampening share of the gradient that the buffer does not take
    /// @param nesterov whether the step looks ahead along the buffer
    /// @param first whether the buffer is empty yet: it then takes the gradient as it is
    /// @param gradientScale factor of the gradient
    public record SgdStep(
            double lr,
            double weightDecay,
            double momentum,
            double dampening,
            boolean nesterov,
            boolean first,
            double gradientScale) {}

    /// SGD as [io.blip2j.core.backend.Kernels#sgd] says it.
    /// @param buffer like `theta`, or null without momentum
    public static void sgd(SgdStep step, Tensor theta, Tensor g, Tensor buffer) {
        theta.kernels()
                .sgd(
                        step.lr,
                        step.weightDecay,
                        step.momentum,
                        step.dampening,
                        step.nesterov,
                        step.first,
                        step.gradientScale,
                        theta.operand(),
                        g.contiguous().operand(),
                        buffer == null ? null : buffer.operand());
    }

    /// `Σ x²`, added in double in one order.
    public static double sumOfSquares(Tensor x) {
        return x.kernels().sumOfSquares(x.contiguous().operand());
    }

    /// Writes `values` into a tensor of the same shape, which may be a view of a larger one.
    public static void write(Tensor values, Tensor into) {
        Check.shape("write", "values", values, into.shape().dims());
        into.kernels().copy(values.operand(), into.operand());
        into.storage().changed();
    }
}
