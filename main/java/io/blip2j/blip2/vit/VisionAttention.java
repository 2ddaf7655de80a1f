package io.blip2j.blip2.vit;

import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;

/// Self-attention of an image encoder: every token looks at every token.
///
/// | tensor | shape |
/// |---|---|
/// | x, result | `[batch, tokens, hidden]` |
abstract sealed class VisionAttention extends Module permits FusedAttention, SplitAttention {
    abstract Tensor forward(Tensor x, Pass pass);

    /// `headDim^-½`.
    static float scale(VisionConfig config) {
        return (float) (1 / Math.sqrt((double) config.hiddenSize() / config.heads()));
    }
}
