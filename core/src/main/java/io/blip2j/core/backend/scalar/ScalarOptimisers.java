package io.blip2j.core.backend.scalar;

import io.blip2j.core.backend.AdamStep;
import io.blip2j.core.backend.Operand;

/// One step of AdamW or SGD for one parameter, in place.
final class ScalarOptimisers {
    private ScalarOptimisers() {}

    /// `theta -= lr·wd·theta`; `m = β1·m + (1-β1)·g`; `v = β2·v + (1-β2)·g²`; `theta -= lr·m̂/(√v̂ + eps)`,
    /// `m̂ = m/(1-β1^t)`, `v̂ = v/(1-β2^t)`.
    ///
    /// **Source:** Loshchilov and Hutter, "Decoupled Weight Decay Regularization" (2019), algorithm 2.
    /// @return `Σ (change of theta)²`
    static double adamW(AdamStep step, double gradientScale, Operand theta, Operand g, Operand m, Operand v) {
        double[] before = Values.read(theta);
        double[] gradient = Values.read(g);
        double[] first = Values.read(m);
        double[] second = Values.read(v);
        double[] after = new double[before.length];
        double firstCorrection = 1 - StrictMath.pow(step.beta1(), step.count());
        double secondCorrection = 1 - StrictMath.pow(step.beta2(), step.count());
        double change = 0;
        for (int i = 0; i < before.length; i++) {
            double scaled = gradient[i] * gradientScale;
            first[i] = step.beta1() * first[i] + (1 - step.beta1()) * scaled;
            second[i] = step.beta2() * second[i] + (1 - step.beta2()) * scaled * scaled;
            double mHat = first[i] / firstCorrection;
            double vHat = second[i] / secondCorrection;
            double decayed = before[i] - step.lr() * step.weightDecay() * before[i];
            after[i] = decayed - step.lr() * mHat / (StrictMath.sqrt(vHat) + step.eps());
            change += (after[i] - before[i]) * (after[i] - before[i]);
        }
        Values.write(after, theta);
        Values.write(first, m);
        Values.write(second, v);
        theta.storage().changed();
        return change;
    }

    /// `g += wd·theta`; with momentum `buffer = μ·buffer + (1-dampening)·g` (the first time `buffer = g`) and
    /// `g = nesterov ? g + μ·buffer : buffer`; `theta -= lr·g`.
    ///
    /// **Source:** PyTorch's `SGD`, whose first step leaves the gradient undamped.
    static void sgd(
            double lr,
            double weightDecay,
            double momentum,
            double dampening,
            boolean nesterov,
            boolean first,
            double gradientScale,
            Operand theta,
            Operand g,
            Operand buffer) {
        double[] parameter = Values.read(theta);
        double[] gradient = Values.read(g);
        double[] velocity = Values.readOptional(buffer);
        for (int i = 0; i < parameter.length; i++) {
            double direction = gradient[i] * gradientScale + weightDecay * parameter[i];
            if (velocity != null) {
                velocity[i] = first ? direction : momentum * velocity[i] + (1 - dampening) * direction;
                direction = nesterov ? direction + momentum * velocity[i] : velocity[i];
            }
            parameter[i] -= lr * direction;
        }
        Values.write(parameter, theta);
        Values.writeOptional(velocity, buffer);
        theta.storage().changed();
    }
}
