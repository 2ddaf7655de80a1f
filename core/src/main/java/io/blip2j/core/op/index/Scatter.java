package io.blip2j.core.op.index;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.InputGradients;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.Check;
import io.blip2j.core.op.Op;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// `y = x`, with `source` in place of what stood at `index` along an axis (no place twice).
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy | `[..., n, ...]` |
/// | index (I64), source | `[..., m, ...]` |
///
/// Backward: `dx = dy` with zeros at `index`, `dsource = gather(dy, index)`. Keeps `index`.
///
/// **Source:** PyTorch `scatter`.
public record Scatter(int axis) implements Op {
    /// The result of the doc above.
    public static Tensor of(Tensor x, int axis, Tensor index, Tensor source) {
        return Autograd.apply(new Scatter(axis), x, index, source);
    }

    @Override
    public Tensor forward(Tensor[] inputs, Saved saved) {
        Tensor x = inputs[0];
        Tensor index = inputs[1].contiguous();
        Tensor source = inputs[2];
        int along = Gather.checkIndex("scatter", x, index, axis);
        Check.indices("scatter", "index", index, x.dim(along));
        if (!source.shape().equals(index.shape())) {
            throw new ShapeException("scatter", "source " + source.shape() + " and index " + index.shape() + " differ");
        }
        saved.keep(index);
        Tensor y = x.emptyLike();
        x.kernels().copy(x.operand(), y.operand());
        x.kernels().scatter(index.operand(), source.contiguous().operand(), along, false, y.operand());
        return y;
    }

    @Override
    public void backward(Tensor dy, Saved saved, InputGradients into) {
        Tensor index = saved.get(0);
        int along = saved.shape(0).axis("scatter", axis);
        if (into.wants(0)) {
            Tensor dx = dy.emptyLike();
            dy.kernels().copy(dy.operand(), dx.operand());
            Tensor zeros = Tensor.full(dy.backend(), dy.dtype(), index.shape(), 0);
            dy.kernels().scatter(index.operand(), zeros.operand(), along, false, dx.operand());
            into.add(0, dx);
        }
        if (into.wants(2)) {
            into.add(2, Gather.of(dy, along, index));
        }
    }
}
