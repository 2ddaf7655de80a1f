package io.blip2j.core.op.index;

import io.blip2j.core.op.Check;
import io.blip2j.core.tensor.Tensor;

/// `y[.., c] = [ids[..] = c]`, I64.
///
/// | tensor | shape |
/// |---|---|
/// | ids (I64) | `[...]` |
/// | y (I64) | `[..., classes]` |
///
/// No gradient. **Source:** PyTorch `functional.one_hot`.
public final class OneHot {
    private OneHot() {}

    /// The result of the doc above.
    public static Tensor of(Tensor ids, int classes) {
        long[] values = Check.indices("one_hot", "id", ids, classes);
        long[] hot = new long[values.length * classes];
        for (int i = 0; i < values.length; i++) {
            hot[i * classes + (int) values[i]] = 1;
        }
        return Tensor.of(
                ids.backend(), hot, ids.shape().insert(ids.rank(), classes).dims());
    }
}
