package io.blip2j.core.op;

import io.blip2j.core.autograd.InputGradients;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.tensor.Tensor;

/// An operation on tensors: forward, backward, and what it keeps between them.
///
/// Inside both methods nothing is remembered for gradients, so they are written with tensor methods and kernels
/// freely. A backward computes only what [InputGradients#wants] asks for.
public interface Op {
    /// Name for messages.
    default String name() {
        return getClass().getSimpleName();
    }

    /// Whether a gradient can flow through at all; an index or a comparison has none.
    default boolean differentiable() {
        return true;
    }

    /// The result. What backward needs goes into `saved`.
    Tensor forward(Tensor[] inputs, Saved saved);

    /// Adds the gradient of each input that wants one, given the gradient `dy` of the result.
    void backward(Tensor dy, Saved saved, InputGradients into);
}
