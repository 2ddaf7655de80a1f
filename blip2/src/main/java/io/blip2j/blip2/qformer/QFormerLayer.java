package io.blip2j.blip2.qformer;

import io.blip2j.blip2.bert.AddNorm;
import io.blip2j.blip2.bert.BertAttention;
import io.blip2j.blip2.bert.FeedForward;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.nn.attention.KeyValues;

/// One layer, for queries and words apart: both share the self-attention, queries may look at the image, and each
/// has a feed-forward of its own.
///
/// | tensor | shape |
/// |---|---|
/// | queries | `[batch, queries, hidden]` |
/// | words | `[batch, seq, hidden]` |
/// | keys and values | `[batch, keys, hidden]`, of queries, words or both, as the pass wants it |
///
/// Rows of queries and of words are never laid behind one another; only keys and values are.
///
/// **Source:** BLIP-2, arXiv 2301.12597, figure 2; transformers `Blip2QFormerLayer`.
final class QFormerLayer extends Module {
    private final BertAttention attention;
    private final BertAttention crossAttention;
    private final FeedForward forWords;
    private final FeedForward forQueries;

    QFormerLayer(QFormerConfig config, boolean looksAtImage) {
        attention = child("attention", attention(config, config.hiddenSize()));
        crossAttention = looksAtImage ? child("crossattention", attention(config, config.encoderHiddenSize())) : null;
        forWords = config.textInput() ? feedForward(config, "intermediate", "output") : null;
        forQueries = feedForward(config, "intermediate_query", "output_query");
    }

    private static BertAttention attention(QFormerConfig config, int context) {
        return new BertAttention(
                "attention",
                config.hiddenSize(),
                context,
                config.heads(),
                config.layerNormEps(),
                config.attentionDropout(),
                config.dropout());
    }

    private FeedForward feedForward(QFormerConfig config, String first, String second) {
        int hidden = config.hiddenSize();
        int inner = config.intermediateSize();
        return new FeedForward(
                child(first + ".dense", new Linear(hidden, inner, true)),
                config.activation(),
                child(second, new AddNorm(inner, hidden, config.layerNormEps(), config.dropout())));
    }

    /// Keys and values that this layer's self-attention has for some rows.
    KeyValues keyValues(Tensor rows) {
        return attention.keyValues(rows);
    }

    /// Keys and values that this layer has for an image's tokens, or null if it does not look at images.
    KeyValues imageKeyValues(Tensor imageEmbeds) {
        return crossAttention == null ? null : crossAttention.keyValues(imageEmbeds);
    }

    boolean looksAtImage() {
        return crossAttention != null;
    }

    /// Queries through the layer.
    /// @param keys what they see in self-attention
    /// @param image what they see of the image, or null for no image
    Tensor queries(
            Tensor queries, KeyValues keys, AttentionMask mask, KeyValues image, AttentionMask imageMask, Pass pass) {
        Tensor seen = attention.forward(queries, keys, mask, pass);
        if (crossAttention != null && image != null) {
            seen = crossAttention.forward(seen, image, imageMask, pass);
        }
        return forQueries.forward(seen, pass); // [batch, queries, hidden]
    }

    /// Words through the layer, seeing all keys.
    Tensor words(Tensor words, KeyValues keys, AttentionMask mask, Pass pass) {
        return wordsForward().forward(attention.forward(words, keys, mask, pass), pass); // [batch, seq, hidden]
    }

    /// Words through the layer, seeing `past` keys and the words up to their own.
    Tensor causalWords(Tensor words, KeyValues keys, int past, AttentionMask mask, Pass pass) {
        return wordsForward().forward(attention.causal(words, keys, past, mask, pass), pass); // [batch, seq, hidden]
    }

    private FeedForward wordsForward() {
        if (forWords == null) {
            throw new IllegalStateException(
                    path() + " has no feed-forward for words: this Q-Former was made without text"
                            + " (use_qformer_text_input is false)");
        }
        return forWords;
    }

    /// Attention weights of queries on the image's tokens, `[batch, heads, queries, tokens]`, to be looked at.
    Tensor imageProbabilities(
            Tensor queries, KeyValues keys, AttentionMask mask, KeyValues image, AttentionMask imageMask) {
        Tensor seen = attention.forward(queries, keys, mask, Pass.EVALUATION);
        return crossAttention.probabilities(seen, image, imageMask);
    }
}
