package io.blip2j.blip2.vit;

import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.nn.attention.MultiHeadAttention;

/// CLIP's attention: four projections `q_proj`, `k_proj`, `v_proj`, `out_proj`.
///
/// **Source:** transformers `CLIPAttention`.
final class SplitAttention extends VisionAttention {
    private final MultiHeadAttention attention;
    private final AttentionSpec spec;

    SplitAttention(VisionConfig config) {
        int hidden = config.hiddenSize();
        attention = child(
                "",
                new MultiHeadAttention(new MultiHeadAttention.Options(
                        hidden, hidden, hidden, config.heads(), true, config.attentionDropout(), "q_proj", "k_proj",
                        "v_proj", "out_proj")));
        spec = AttentionSpec.full(scale(config));
    }

    @Override
    Tensor forward(Tensor x, Pass pass) {
        return attention.project(
                attention.attend(spec, x, attention.keyValues(x), AttentionMask.none(), null, pass));
    }
}
