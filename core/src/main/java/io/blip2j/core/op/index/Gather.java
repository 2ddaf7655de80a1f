package io.blip2j.core.op.index;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.InputGradients;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.Check;
import io.blip2j.core.op.Op;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// `y[.., j, ..] = x[.., index[.., j, ..], ..]` along an axis.
///
/// | tensor | shape |
/// |---|---|
/// | x, dx | `[..., n, ...]` |
/// | index (I64), y, dy | `[..., m, ...]`, elsewhere at most as large as x |
///
/// Backward: `dy` added into zeros at `index`. Keeps `index`.
///
/// **Source:** PyTorch `gather`.
public record Gather(int axis) implements Op {
    /// The result of the doc above.
    public static Tensor of(Tensor x, int axis, Tensor index) {
        return Autograd.apply(new Gather(axis), x, index);
    }

    @Override
    public Tensor forward(Tensor[] inputs, Saved saved) {
        Tensor x = inputs[0];
        Tensor index = inputs[1].contiguous();
        int along = checkIndex("gather", x, index, axis);
        Check.indices("gather", "index", index, x.dim(along));
        saved.keep(index);
        Tensor y = x.empty(index.shape());
        x.kernels().gather(x.contiguous().operand(), index.operand(), along, y.operand());
        return y;
    }

    static int checkIndex(String op, Tensor x, Tensor index, int axis) {
        int along = x.shape().axis(op, axis);
        boolean fits = index.rank() == x.rank();
        for (int i = 0; fits && i < x.rank(); i++) {
            fits = i == along || index.dim(i) <= x.dim(i);
        }
        if (!fits) {
            throw new ShapeException(
                    op, "index " + index.shape() + " does not fit " + x.shape() + " along axis " + along);
        }
        return along;
    }

    @Override
    public void backward(Tensor dy, Saved saved, InputGradients into) {
        Tensor dx = Tensor.full(dy.backend(), dy.dtype(), saved.shape(0), 0);
        int along = saved.shape(0).axis("gather", axis);
        dy.kernels().scatter(saved.get(0).operand(), dy.contiguous().operand(), along, true, dx.operand());
        into.add(0, dx);
    }
}
