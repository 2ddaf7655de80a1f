package io.blip2j.nn.optim;

import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.op.update.Update;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Parameter;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gradient descent: `g += weightDecay·theta`; with momentum `buffer = μ·buffer + (1-dampening)·g` (the first time
/// `buffer = g`, undamped) and `g = nesterov ? g + μ·buffer : buffer`; `theta -= lr·g`.
///
/// A parameter without a gradient is left alone. **Source:** PyTorch `SGD`.
public final class Sgd {
    /// Momentum, its dampening, and whether Nesterov's form is used.
    public record Options(double momentum, double dampening, boolean nesterov) {}

    private final List<ParameterGroup> groups;
    private final Options options;
    private final Map<Parameter, Tensor> buffers = new IdentityHashMap<>();

    public Sgd(List<ParameterGroup> groups, Options options) {
        this.groups = List.copyOf(groups);
        this.options = options;
    }

    /// Applies one step with every gradient multiplied by a factor first, as clipping asks.
    public void step(Gradients gradients, double lr, double gradientScale) {
        for (ParameterGroup group : groups) {
            for (Parameter parameter : group.parameters()) {
                Tensor theta = parameter.tensor();
                Tensor g = gradients.get(theta);
                if (g == null) {
                    continue;
                }
                boolean first = !buffers.containsKey(parameter);
                if (first && options.momentum != 0) {
                    buffers.put(
                            parameter,
                            Tensor.of(
                                    theta.backend(),
                                    new float[theta.shape().size()],
                                    theta.shape().dims()));
                }
                Tensor buffer = buffers.get(parameter);
                Update.SgdStep step = new Update.SgdStep(
                        lr * group.lrScale(),
                        group.weightDecay(),
                        options.momentum,
                        options.dampening,
                        options.nesterov,
                        first,
                        gradientScale);
                Update.sgd(step, theta, g, buffer);
            }
        }
    }

    /// The momentum buffers by `NAME/momentum_buffer`, for a checkpoint.
    public Map<String, Tensor> state() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (ParameterGroup group : groups) {
            for (Parameter parameter : group.parameters()) {
                if (buffers.containsKey(parameter)) {
                    tensors.put(parameter.path() + "/momentum_buffer", buffers.get(parameter));
                }
            }
        }
        return tensors;
    }
}
