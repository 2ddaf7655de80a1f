package io.blip2j.blip2.bert;

import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;

/// One layer: self-attention, perhaps attention to another model's rows, feed-forward; a norm after each.
///
/// | tensor | shape |
/// |---|---|
/// | x, result | `[batch, seq, hidden]` |
/// | context | `[batch, srcSeq, hidden]` |
///
/// **Source:** Devlin et al., arXiv 1810.04805; transformers `BertLayer`.
final class BertLayer extends Module {
    private final BertAttention attention;
    private final BertAttention crossAttention;
    private final FeedForward feedForward;
    private final boolean causal;

    BertLayer(BertConfig config) {
        int hidden = config.hiddenSize();
        attention = child("attention", attention(config));
        crossAttention = config.crossAttention() ? child("crossattention", attention(config)) : null;
        feedForward = new FeedForward(
                child("intermediate.dense", new Linear(hidden, config.intermediateSize(), true)),
                config.activation(),
                child(
                        "output",
                        new AddNorm(config.intermediateSize(), hidden, config.layerNormEps(), config.dropout())));
        causal = config.decoder();
    }

    private static BertAttention attention(BertConfig config) {
        return new BertAttention(
                "self",
                config.hiddenSize(),
                config.hiddenSize(),
                config.heads(),
                config.layerNormEps(),
                config.attentionDropout(),
                config.dropout());
    }

    Tensor forward(Tensor x, AttentionMask mask, Tensor context, AttentionMask contextMask, Pass pass) {
        Tensor seen = causal
                ? attention.causal(x, attention.keyValues(x), 0, mask, pass)
                : attention.forward(x, attention.keyValues(x), mask, pass);
        if (crossAttention != null && context != null) {
            seen = crossAttention.forward(seen, crossAttention.keyValues(context), contextMask, pass);
        }
        return feedForward.forward(seen, pass);
    }
}
