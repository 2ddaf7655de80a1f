package io.blip2j.core.op.shape;

import io.blip2j.core.op.index.IndexSelect;
import io.blip2j.core.tensor.Tensor;

/// Axes reversed; composed of [IndexSelect].
///
/// | tensor | shape |
/// |---|---|
/// | x, y | any, the same |
///
/// **Source:** PyTorch `flip`.
public final class Flip {
    private Flip() {}

    /// The result of the doc above.
    public static Tensor of(Tensor x, int... axes) {
        Tensor y = x;
        for (int axis : axes) {
            long[] reversed = new long[x.dim(axis)];
            for (int i = 0; i < reversed.length; i++) {
                reversed[i] = reversed.length - 1 - i;
            }
            y = IndexSelect.of(y, axis, Tensor.of(x.backend(), reversed, reversed.length));
        }
        return y;
    }
}
