package io.blip2j.core.op.reduce;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.op.index.Gather;
import io.blip2j.core.tensor.Tensor;

/// The largest along an axis with its place. The first of equals gets the whole gradient.
///
/// | tensor | shape |
/// |---|---|
/// | x | `[...]` |
/// | values, indices (I64) | without the axis, or with size 1 there |
///
/// Composed of [ArgMax] and [Gather], whose backward puts `dy` at the place.
///
/// **Source:** PyTorch `max(dim)`.
public final class Max {
    private Max() {}

    /// Both results.
    public record Result(Tensor values, Tensor indices) {}

    /// The result of the doc above.
    public static Result of(Tensor x, int axis, boolean keepDim) {
        int along = x.shape().axis("max", axis);
        Tensor places;
        try (NoGrad _ = NoGrad.open()) {
            places = Autograd.apply(new ArgMax(along, true), x);
        }
        Tensor values = Gather.of(x, along, places);
        int[] dims =
                keepDim ? places.shape().dims() : places.shape().without(along).dims();
        return new Result(values.reshape(dims), places.reshape(dims));
    }
}
