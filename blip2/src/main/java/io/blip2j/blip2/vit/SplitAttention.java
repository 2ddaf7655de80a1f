package io.blip2j.blip2.vit;

import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.op.linear.Attention;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Pass;

/// CLIP's attention: four projections `q_proj`, `k_proj`, `v_proj`, `out_proj`.
///
/// **Source:** transformers `CLIPAttention`.
final class SplitAttention extends VisionAttention {
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;

    SplitAttention(VisionConfig config) {
        super(config);
        int hidden = config.hiddenSize();
        query = child("q_proj", new Linear(hidden, hidden, true));
        key = child("k_proj", new Linear(hidden, hidden, true));
        value = child("v_proj", new Linear(hidden, hidden, true));
        output = child("out_proj", new Linear(hidden, hidden, true));
    }

    @Override
    Tensor forward(Tensor x, Pass pass) {
        AttentionSpec spec = spec(pass);
        Tensor q = query.forward(x).splitHeads(heads()); // [batch, heads, tokens, headDim]
        Tensor k = key.forward(x).splitHeads(heads()); // [batch, heads, tokens, headDim]
        Tensor v = value.forward(x).splitHeads(heads()); // [batch, heads, tokens, headDim]
        return output.forward(Attention.of(spec, q, k, v, null, null).mergeHeads()); // [batch, tokens, hidden]
    }

    @Override
    Linear first() {
        return query;
    }
}
