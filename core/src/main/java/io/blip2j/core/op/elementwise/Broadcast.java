package io.blip2j.core.op.elementwise;

import io.blip2j.core.backend.BinaryFunction;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.op.Check;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;

/// Runs a function of two numbers over tensors that broadcast (NumPy's rule).
final class Broadcast {
    private Broadcast() {}

    static Tensor apply(String op, BinaryFunction f, Tensor a, Tensor b) {
        Check.arithmetic(op, a, b);
        Shape shape = Shape.broadcast(op, a.shape(), b.shape());
        Tensor y = a.empty(shape);
        a.kernels().binary(f, to(a, shape), to(b, shape), y.operand());
        return y;
    }

    /// The operand seen under a larger shape, with stride 0 where it repeats.
    static Operand to(Tensor x, Shape shape) {
        return new Operand(x.storage(), x.layout().broadcastTo(shape));
    }
}
