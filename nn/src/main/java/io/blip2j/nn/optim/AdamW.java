package io.blip2j.nn.optim;

import io.blip2j.core.InputException;
import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.backend.AdamStep;
import io.blip2j.core.op.update.Update;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Parameter;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// AdamW: `m = β1·m + (1-β1)·g`, `v = β2·v + (1-β2)·g²`, `theta -= lr·(m̂/(√v̂ + eps) + weightDecay·theta)`, with
/// `m̂ = m/(1-β1^t)`, `v̂ = v/(1-β2^t)` and `t` counted for each parameter by itself.
///
/// A parameter without a gradient is left alone entirely: no decay, no moment, no count.
///
/// **Source:** Loshchilov and Hutter, arXiv 1711.05101; PyTorch `AdamW`, which decays before the step.
public final class AdamW {
    /// β1, β2 and eps.
    public record Options(double beta1, double beta2, double eps) {
        /// PyTorch's defaults.
        public static final Options DEFAULT = new Options(0.9, 0.999, 1e-8);
        /// BLIP-2's, paper appendix.
        public static final Options BLIP2 = new Options(0.9, 0.98, 1e-8);
    }

    private static final class Moments {
        private final Tensor m;
        private final Tensor v;
        private int count;

        private Moments(Tensor like) {
            m = Tensor.of(
                    like.backend(), new float[like.shape().size()], like.shape().dims());
            v = Tensor.of(
                    like.backend(), new float[like.shape().size()], like.shape().dims());
        }
    }

    private final List<ParameterGroup> groups;
    private final Options options;
    private final Map<Parameter, Moments> states = new IdentityHashMap<>();

    public AdamW(List<ParameterGroup> groups, Options options) {
        this.groups = List.copyOf(groups);
        this.options = options;
    }

    /// Applies one step.
    /// @return 2-norm of the change of all parameters together
    public double step(Gradients gradients, double lr) {
        return step(gradients, lr, 1);
    }

    /// Applies one step with every gradient multiplied by a factor first, as clipping asks.
    public double step(Gradients gradients, double lr, double gradientScale) {
        double change = 0;
        for (ParameterGroup group : groups) {
            for (Parameter parameter : group.parameters()) {
                Tensor theta = parameter.tensor();
                Tensor g = gradients.get(theta);
                if (g == null) {
                    continue;
                }
                Moments state = states.computeIfAbsent(parameter, _ -> new Moments(theta));
                state.count++;
                AdamStep step = new AdamStep(
                        lr * group.lrScale(),
                        options.beta1,
                        options.beta2,
                        options.eps,
                        group.weightDecay(),
                        state.count);
                change += Update.adamW(step, gradientScale, theta, g, state.m, state.v);
            }
        }
        return Math.sqrt(change);
    }

    /// The moments and counts by `NAME/exp_avg`, `NAME/exp_avg_sq` and `NAME/step`, for a checkpoint.
    public Map<String, Tensor> state() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : parameters()) {
            Moments state = states.get(parameter);
            if (state != null) {
                tensors.put(parameter.path() + "/exp_avg", state.m);
                tensors.put(parameter.path() + "/exp_avg_sq", state.v);
                tensors.put(parameter.path() + "/step", Tensor.of(state.m.backend(), new long[] {state.count}, 1));
            }
        }
        return tensors;
    }

    /// Takes back what [#state()] gave.
    /// @throws InputException if a parameter's state is there in part
    public void load(Map<String, Tensor> tensors) {
        for (Parameter parameter : parameters()) {
            Tensor m = tensors.get(parameter.path() + "/exp_avg");
            if (m == null) {
                states.remove(parameter);
                continue;
            }
            Moments state = new Moments(parameter.tensor());
            Update.write(m, state.m);
            Update.write(part(tensors, parameter, "/exp_avg_sq"), state.v);
            state.count = (int) part(tensors, parameter, "/step").item();
            states.put(parameter, state);
        }
    }

    private static Tensor part(Map<String, Tensor> tensors, Parameter parameter, String name) {
        Tensor tensor = tensors.get(parameter.path() + name);
        if (tensor == null) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "CKPT-OPTIMISER",
                    "state of AdamW",
                    parameter.path() + "/exp_avg without " + parameter.path() + name,
                    "both moments and the count of every parameter",
                    "Resume from another checkpoint");
        }
        return tensor;
    }

    /// All parameters, group after group.
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        groups.forEach(group -> all.addAll(group.parameters()));
        return all;
    }
}
