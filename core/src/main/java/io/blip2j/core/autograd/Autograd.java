package io.blip2j.core.autograd;

import io.blip2j.core.op.Op;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// Runs operations. A result that needs a gradient points to the [Node] it came from.
public final class Autograd {
    private Autograd() {}

    /// The result of `op` on `inputs`, remembered for backward if gradients are on and any input needs one.
    public static Tensor apply(Op op, Tensor... inputs) {
        for (Tensor input : inputs) {
            if (input.backend() != inputs[0].backend()) {
                throw new ShapeException(
                        op.name(),
                        "tensors of two backends: " + inputs[0].backend().name() + " and "
                                + input.backend().name() + ". Move one with to(backend)");
            }
        }
        boolean record = NoGrad.gradientsOn() && op.differentiable() && anyNeedsGradient(inputs);
        Saved saved = record ? new Saved(op, inputs) : Saved.nothing(op);
        Tensor result;
        try (NoGrad _ = NoGrad.open()) {
            result = op.forward(inputs, saved);
        }
        return record ? result.from(new Node(op, inputs, saved)) : result;
    }

    private static boolean anyNeedsGradient(Tensor[] inputs) {
        for (Tensor input : inputs) {
            if (input.needsGradient()) {
                return true;
            }
        }
        return false;
    }
}
