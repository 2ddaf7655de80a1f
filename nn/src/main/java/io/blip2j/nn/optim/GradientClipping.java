package io.blip2j.nn.optim;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.op.elementwise.Abs;
import io.blip2j.core.op.elementwise.Clamp;
import io.blip2j.core.op.elementwise.PowScalar;
import io.blip2j.core.op.update.Update;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Parameter;
import java.util.ArrayList;
import java.util.List;

/// Gradients made smaller where they are too large.
///
/// By norm: all gradients times `min(1, limit / (norm + 1e-6))`. By value: each number into `[-limit, limit]`.
///
/// **Source:** Pascanu et al., arXiv 1211.5063; PyTorch `clip_grad_norm_`, `clip_grad_value_`.
public final class GradientClipping {
    private static final double SMALL = 1e-6;

    private GradientClipping() {}

    /// The 2-norm of all gradients together.
    public static double norm(List<Tensor> gradients) {
        double sum = 0;
        for (Tensor gradient : gradients) {
            sum += Update.sumOfSquares(gradient);
        }
        return Math.sqrt(sum);
    }

    /// The p-norm of all gradients together; infinity gives the largest absolute value.
    public static double norm(List<Tensor> gradients, double p) {
        if (p == 2) {
            return norm(gradients);
        }
        double result = 0;
        for (Tensor gradient : gradients) {
            Tensor size = Autograd.apply(new Abs(), gradient);
            if (Double.isInfinite(p)) {
                result = Math.max(result, size.reshape(-1).max(0).item());
            } else {
                result += Autograd.apply(new PowScalar(p), size).sum().item();
            }
        }
        return Double.isInfinite(p) ? result : Math.pow(result, 1 / p);
    }

    /// The factor that clipping by norm multiplies every gradient with; optimisers take it as it is.
    public static double factor(double norm, double limit) {
        return Math.min(1, limit / (norm + SMALL));
    }

    /// The gradients times a factor.
    public static List<Tensor> scaled(List<Tensor> gradients, double factor) {
        return gradients.stream().map(gradient -> gradient.mul(factor)).toList();
    }

    /// Each number into `[-limit, limit]`.
    public static List<Tensor> byValue(List<Tensor> gradients, double limit) {
        return gradients.stream()
                .map(gradient -> Autograd.apply(new Clamp(-limit, limit), gradient))
                .toList();
    }

    /// The gradients of these parameters, in their order; parameters without one are passed over.
    public static List<Tensor> of(Gradients gradients, List<Parameter> parameters) {
        List<Tensor> found = new ArrayList<>();
        for (Parameter parameter : parameters) {
            Tensor gradient = gradients.get(parameter.tensor());
            if (gradient != null) {
                found.add(gradient);
            }
        }
        return found;
    }
}
