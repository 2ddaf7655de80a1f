package io.blip2j.core.op.reduce;

import io.blip2j.core.op.Check;
import io.blip2j.core.op.index.Gather;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// The `k` largest (or smallest) of the last axis in order, with their places; all of them is a sort.
///
/// | tensor | shape |
/// |---|---|
/// | x | `[..., n]` |
/// | values, indices (I64) | `[..., k]` |
///
/// The values come through [Gather], whose backward puts `dy` at the places. Among equals the first comes first.
///
/// **Source:** PyTorch `topk`, `sort`.
public final class TopK {
    private TopK() {}

    /// The `k` largest, or smallest.
    public static Max.Result of(Tensor x, int k, boolean largest) {
        Check.arithmetic("topk", x);
        if (x.rank() == 0 || k < 0 || k > x.dim(-1)) {
            throw new ShapeException("topk", "k = " + k + " does not fit the last axis of " + x.shape());
        }
        Tensor from = x.detach().contiguous();
        Tensor places = Tensor.empty(x.backend(), DType.I64, x.shape().with(-1, k));
        x.kernels().topK(from.operand(), k, largest, places.operand());
        return new Max.Result(Gather.of(x, -1, places), places);
    }

    /// Everything, rising or falling.
    public static Max.Result sort(Tensor x, boolean descending) {
        return of(x, x.dim(-1), descending);
    }
}
