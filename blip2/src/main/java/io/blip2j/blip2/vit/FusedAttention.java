package io.blip2j.blip2.vit;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.op.linear.PackedSelfAttention;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Pass;

/// EVA's attention: one projection `qkv` for queries, keys and values, then `projection`.
///
/// **Source:** transformers `Blip2Attention`. EVA has no bias for keys: its checkpoint holds q and v biases, which
/// Hugging Face stores as one with zeros between them, all trained.
final class FusedAttention extends VisionAttention {
    private final Linear qkv;
    private final Linear output;

    FusedAttention(VisionConfig config) {
        super(config);
        int hidden = config.hiddenSize();
        qkv = child("qkv", new Linear(hidden, 3 * hidden, config.qkvBias()));
        output = child("projection", new Linear(hidden, hidden, true));
    }

    @Override
    Tensor forward(Tensor x, Pass pass) {
        Tensor rows = qkv.forward(x); // [batch, tokens, 3·hidden]
        Tensor merged = Autograd.apply(new PackedSelfAttention(spec(pass), heads()), rows); // [batch, tokens, hidden]
        return output.forward(merged);
    }

    @Override
    Linear first() {
        return qkv;
    }
}
