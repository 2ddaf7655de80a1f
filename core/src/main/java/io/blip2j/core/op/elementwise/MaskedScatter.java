package io.blip2j.core.op.elementwise;

import io.blip2j.core.op.Check;
import io.blip2j.core.op.index.Gather;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// `y = mask ? next element of source : x`: true places take the elements of `source` in row-major order.
///
/// | tensor | shape |
/// |---|---|
/// | x, y | `[...]` |
/// | mask (BOOL) | broadcast to x's |
/// | source | any, with at least as many elements as the mask has true places |
///
/// Composed of a lookup and [Where], whose backwards give the gradients of `x` and `source`.
///
/// **Source:** PyTorch `masked_scatter`; how Hugging Face's BLIP-2 puts projected queries at the image tokens.
public final class MaskedScatter {
    private MaskedScatter() {}

    /// The result of the doc above.
    public static Tensor of(Tensor x, Tensor mask, Tensor source) {
        Check.type("masked_scatter", "mask", mask, DType.BOOL);
        long[] full = mask.expand(x.shape().dims()).contiguous().cast(DType.I64).toLongs();
        int taken = 0;
        for (int i = 0; i < full.length; i++) {
            long isTrue = full[i];
            full[i] = taken;
            taken += (int) isTrue;
        }
        if (taken > source.shape().size()) {
            throw new ShapeException(
                    "masked_scatter",
                    taken + " places to fill, but source has " + source.shape().size() + " elements");
        }
        if (taken == 0) {
            return x;
        }
        for (int i = 0; i < full.length; i++) {
            full[i] = Math.min(full[i], taken - 1);
        }
        Tensor index = Tensor.of(x.backend(), full, full.length);
        Tensor values =
                Gather.of(source.reshape(-1), 0, index).reshape(x.shape().dims());
        return mask.where(values, x);
    }
}
