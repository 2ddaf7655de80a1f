package io.blip2j.core.op;

import io.blip2j.core.autograd.InputGradients;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.tensor.Tensor;

/// An operation on one tensor.
public interface UnaryOp extends Op {
    /// The result.
    Tensor forward(Tensor x, Saved saved);

    /// The gradient of `x`.
    Tensor backward(Tensor dy, Saved saved);

    @Override
    default Tensor forward(Tensor[] inputs, Saved saved) {
        return forward(inputs[0], saved);
    }

    @Override
    default void backward(Tensor dy, Saved saved, InputGradients into) {
        into.add(0, backward(dy, saved));
    }
}
