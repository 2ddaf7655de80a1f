package io.blip2j.blip2.stage1;

import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.parallel.Communicator;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import java.util.Arrays;

/// `y` = every rank's `x` behind one another, with a gradient.
///
/// | tensor | shape |
/// |---|---|
/// | x, dx | `[batch, ...]`, the same on every rank |
/// | y, dy | `[ranks·batch, ...]` |
///
/// Backward: every rank used all rows, so `dy` is summed over the ranks, and each takes the slice of its own
/// rows. Keeps the shape.
///
/// **Source:** LAVIS `GatherLayer` (`all_gather_with_grad`).
record AllGather(Communicator ranks) implements UnaryOp {
    @Override
    public Tensor forward(Tensor x, Saved saved) {
        saved.note(x.shape());
        float[] all = ranks.allGather(x.toFloats());
        return Tensor.of(
                x.backend(), all, x.shape().with(0, ranks.size() * x.dim(0)).dims());
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        Shape shape = (Shape) saved.note();
        float[] sum = dy.toFloats();
        ranks.allReduceSum(sum);
        int own = shape.size();
        float[] slice = Arrays.copyOfRange(sum, ranks.rank() * own, (ranks.rank() + 1) * own);
        return Tensor.of(dy.backend(), slice, shape.dims());
    }
}
