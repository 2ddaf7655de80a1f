package io.blip2j.blip2.vit;

import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Activation;
import io.blip2j.nn.LayerNorm;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;

/// A pre-norm block: `x = x + attention(norm1(x))`, then `x = x + fc2(act(fc1(norm2(x))))`.
///
/// | tensor | shape |
/// |---|---|
/// | x, result | `[batch, tokens, hidden]` |
///
/// **Source:** Dosovitskiy et al., arXiv 2010.11929, equations 2 and 3.
final class VisionLayer extends Module {
    private final LayerNorm norm1;
    private final VisionAttention attention;
    private final LayerNorm norm2;
    private final Linear fc1;
    private final Linear fc2;
    private final Activation activation;

    VisionLayer(VisionConfig config) {
        int hidden = config.hiddenSize();
        boolean fused = config.modelType().equals(VisionConfig.BLIP2);
        norm1 = child("layer_norm1", new LayerNorm(hidden, config.layerNormEps()));
        attention = child("self_attn", fused ? new FusedAttention(config) : new SplitAttention(config));
        norm2 = child("layer_norm2", new LayerNorm(hidden, config.layerNormEps()));
        fc1 = child("mlp.fc1", new Linear(hidden, config.intermediateSize(), true));
        fc2 = child("mlp.fc2", new Linear(config.intermediateSize(), hidden, true));
        activation = config.activation();
    }

    Tensor forward(Tensor x, Pass pass) {
        Tensor seen = x.add(attention.forward(norm1.forward(x), pass)); // [batch, tokens, hidden]
        Tensor inner = activation.forward(fc1.forward(norm2.forward(seen))); // [batch, tokens, intermediate]
        return seen.add(fc2.forward(inner)); // [batch, tokens, hidden]
    }

    /// A tensor inside that learns, or null if none does.
    Tensor trained() {
        return attention.first().weight().learns() ? attention.first().weight().tensor() : null;
    }
}
