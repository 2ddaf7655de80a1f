package io.blip2j.core.op;

import io.blip2j.core.autograd.InputGradients;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.tensor.Tensor;

/// An operation on two tensors that broadcast; the gradients may have the broadcast shape.
public interface BinaryOp extends Op {
    /// The result.
    Tensor forward(Tensor a, Tensor b, Saved saved);

    /// The gradient of `a`.
    Tensor backwardA(Tensor dy, Saved saved);

    /// The gradient of `b`.
    Tensor backwardB(Tensor dy, Saved saved);

    @Override
    default Tensor forward(Tensor[] inputs, Saved saved) {
        return forward(inputs[0], inputs[1], saved);
    }

    @Override
    default void backward(Tensor dy, Saved saved, InputGradients into) {
        if (into.wants(0)) {
            into.add(0, backwardA(dy, saved));
        }
        if (into.wants(1)) {
            into.add(1, backwardB(dy, saved));
        }
    }
}
