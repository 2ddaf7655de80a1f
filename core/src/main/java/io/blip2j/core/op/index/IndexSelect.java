package io.blip2j.core.op.index;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.op.Check;
import io.blip2j.core.tensor.Tensor;

/// Slices of an axis in the order of `index`, repeats allowed.
///
/// | tensor | shape |
/// |---|---|
/// | x | `[..., n, ...]` |
/// | index (I64) | `[m]` |
/// | y | `[..., m, ...]` |
///
/// Composed: along the first axis it is a lookup of rows ([Embedding]), along others a [Gather].
///
/// **Source:** PyTorch `index_select`; how beams change places.
public final class IndexSelect {
    private IndexSelect() {}

    /// The result of the doc above.
    public static Tensor of(Tensor x, int axis, Tensor index) {
        int along = x.shape().axis("index_select", axis);
        Check.rank("index_select", "index", index, 1);
        if (along == 0 && x.rank() > 1 && x.dtype().hasArithmetic()) {
            Tensor rows = x.reshape(x.dim(0), x.shape().inner(0));
            Tensor picked = Autograd.apply(new Embedding(-1), index, rows);
            return picked.reshape(x.shape().with(0, index.dim(0)).dims());
        }
        int[] column = new int[x.rank()];
        java.util.Arrays.fill(column, 1);
        column[along] = index.dim(0);
        int[] full = x.shape().with(along, index.dim(0)).dims();
        return Gather.of(x, along, index.reshape(column).expand(full));
    }
}
