package io.blip2j.core.op;

import io.blip2j.core.autograd.InputGradients;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.tensor.Tensor;

/// An operation whose result is an index, a mask or a count: no gradient flows through it.
public interface IndexOp extends Op {
    /// The result.
    Tensor forward(Tensor[] inputs);

    @Override
    default boolean differentiable() {
        return false;
    }

    @Override
    default Tensor forward(Tensor[] inputs, Saved saved) {
        return forward(inputs);
    }

    @Override
    default void backward(Tensor dy, Saved saved, InputGradients into) {
        throw new IllegalStateException(name() + " has no gradient");
    }
}
