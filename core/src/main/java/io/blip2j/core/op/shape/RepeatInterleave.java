package io.blip2j.core.op.shape;

import io.blip2j.core.tensor.Tensor;

/// Each slice of an axis repeated in place: `a b` becomes `a a b b`. Composed of [Expand] and [Reshape].
///
/// | tensor | shape |
/// |---|---|
/// | x | `[..., n, ...]` |
/// | y | `[..., n·repeats, ...]` |
///
/// **Source:** PyTorch `repeat_interleave`; how rows become beams.
public final class RepeatInterleave {
    private RepeatInterleave() {}

    /// The result of the doc above.
    public static Tensor of(Tensor x, int axis, int repeats) {
        int at = x.shape().axis("repeat_interleave", axis);
        int[] repeated = x.shape().insert(at + 1, repeats).dims();
        return x.unsqueeze(at + 1)
                .expand(repeated)
                .reshape(x.shape().with(at, x.dim(at) * repeats).dims());
    }
}
