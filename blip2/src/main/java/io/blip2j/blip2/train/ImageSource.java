package io.blip2j.blip2.train;

import io.blip2j.core.tensor.Tensor;

/// What the frozen encoder says of pictures, before `post_layernorm`: kept, or computed when it is asked for.
@FunctionalInterface
public interface ImageSource {
    /// Tokens of the samples that [Order#batch] gave last, `[samples, tokens, hidden]`.
    Tensor of(int... samples);
}
