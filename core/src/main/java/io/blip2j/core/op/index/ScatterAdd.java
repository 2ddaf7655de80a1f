package io.blip2j.core.op.index;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.InputGradients;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.Check;
import io.blip2j.core.op.Op;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// `y = x`, plus `source` added at `index` along an axis, in row-major order of `source`.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy | `[..., n, ...]` |
/// | index (I64), source | `[..., m, ...]` |
///
/// Backward: `dx = dy`, `dsource = gather(dy, index)`. Keeps `index`.
///
/// **Source:** PyTorch `scatter_add`.
public record ScatterAdd(int axis) implements Op {
    /// The result of the doc above.
    public static Tensor of(Tensor x, int axis, Tensor index, Tensor source) {
        return Autograd.apply(new ScatterAdd(axis), x, index, source);
    }

    @Override
    public Tensor forward(Tensor[] inputs, Saved saved) {
        Tensor x = inputs[0];
        Tensor index = inputs[1].contiguous();
        Tensor source = inputs[2];
        int along = Gather.checkIndex("scatter_add", x, index, axis);
        Check.indices("scatter_add", "index", index, x.dim(along));
        if (!source.shape().equals(index.shape())) {
            throw new ShapeException(
                    "scatter_add", "source " + source.shape() + " and index " + index.shape() + " differ");
        }
        saved.keep(index);
        Tensor y = x.emptyLike();
        x.kernels().copy(x.operand(), y.operand());
        x.kernels().scatter(index.operand(), source.contiguous().operand(), along, true, y.operand());
        return y;
    }

    @Override
    public void backward(Tensor dy, Saved saved, InputGradients into) {
        Tensor index = saved.get(0);
        int along = saved.shape(0).axis("scatter_add", axis);
        if (into.wants(0)) {
            into.add(0, dy);
        }
        if (into.wants(2)) {
            into.add(2, Gather.of(dy, along, index));
        }
    }
}
