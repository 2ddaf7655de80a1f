package io.blip2j.blip2.vit;

import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;

/// Self-attention of an image encoder: every token looks at every token, scaled by `headDim^-½`.
///
/// | tensor | shape |
/// |---|---|
/// | x, result | `[batch, tokens, hidden]` |
abstract sealed class VisionAttention extends Module permits FusedAttention, SplitAttention {
    private final int heads;
    private final float scale;
    private final double dropout;

    VisionAttention(VisionConfig config) {
        heads = config.heads();
        scale = (float) (1 / Math.sqrt((double) config.hiddenSize() / heads));
        dropout = config.attentionDropout();
    }

    abstract Tensor forward(Tensor x, Pass pass);

    /// The first layer of it: it learns if the attention does.
    abstract Linear first();

    final int heads() {
        return heads;
    }

    final AttentionSpec spec(Pass pass) {
        AttentionSpec spec = AttentionSpec.full(scale);
        return dropout > 0 && pass.training() ? spec.withDropout((float) dropout, pass.key(path())) : spec;
    }
}
