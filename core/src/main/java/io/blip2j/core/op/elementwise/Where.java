package io.blip2j.core.op.elementwise;

import io.blip2j.core.autograd.InputGradients;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.Check;
import io.blip2j.core.op.Op;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// `y = mask ? a : b`.
///
/// | tensor | shape |
/// |---|---|
/// | mask (BOOL), a, b | broadcast to y's |
///
/// Backward: `da = mask ? dy : 0`, `db = mask ? 0 : dy`: the side not taken gets 0 even where it is NaN. Keeps
/// `mask`.
///
/// **Source:** PyTorch `where`.
public record Where() implements Op {
    @Override
    public Tensor forward(Tensor[] inputs, Saved saved) {
        Tensor mask = inputs[0];
        Tensor a = inputs[1];
        Tensor b = inputs[2];
        Check.type("where", "mask", mask, DType.BOOL);
        if (a.dtype() != b.dtype()) {
            throw new ShapeException("where", "branches are " + a.dtype() + " and " + b.dtype() + ". Cast one");
        }
        Shape shape = Shape.broadcast("where", mask.shape(), Shape.broadcast("where", a.shape(), b.shape()));
        Tensor y = a.empty(shape);
        saved.keep(mask);
        a.kernels().where(Broadcast.to(mask, shape), Broadcast.to(a, shape), Broadcast.to(b, shape), y.operand());
        return y;
    }

    @Override
    public void backward(Tensor dy, Saved saved, InputGradients into) {
        Tensor mask = saved.get(0);
        Tensor zero = Tensor.full(dy.backend(), dy.dtype(), Shape.SCALAR, 0);
        if (into.wants(1)) {
            into.add(1, mask.where(dy, zero));
        }
        if (into.wants(2)) {
            into.add(2, mask.where(zero, dy));
        }
    }
}
