package io.blip2j.blip2.bert;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.nn.Activation;

/// Sizes and options of a BERT.
///
/// @param vocabSize rows of the word embedding
/// @param hiddenSize width of the layers
/// @param layers number of layers
/// @param heads attention heads
/// @param intermediateSize width inside the feed-forwards
/// @param activation between the feed-forwards' matrices
/// @param dropout probability behind embeddings, attention and feed-forwards
/// @param attentionDropout probability of dropping an attention weight
/// @param maxPositions longest text
/// @param typeVocabSize kinds of segments
/// @param layerNormEps of all norms
/// @param padTokenId fills rows
/// @param decoder whether words see earlier words only
/// @param crossAttention whether layers look at another model's rows
///
/// **Source:** transformers `BertConfig`, whose defaults are the format's.
public record BertConfig(
        int vocabSize,
        int hiddenSize,
        int layers,
        int heads,
        int intermediateSize,
        Activation activation,
        double dropout,
        double attentionDropout,
        int maxPositions,
        int typeVocabSize,
        double layerNormEps,
        int padTokenId,
        boolean decoder,
        boolean crossAttention) {
    /// From a `config.json`.
    public static BertConfig of(ConfigJson json) {
        int hidden = json.width("hidden_size", 768);
        int heads = json.heads("num_attention_heads", 12, "hidden_size", hidden);
        return new BertConfig(
                json.rows("vocab_size", 30522, hidden),
                hidden,
                json.layers("num_hidden_layers", 12),
                heads,
                json.inner("intermediate_size", 3072),
                json.activation("hidden_act", "gelu"),
                json.probability("hidden_dropout_prob", 0.1),
                json.probability("attention_probs_dropout_prob", 0.1),
                json.rows("max_position_embeddings", 512, hidden),
                json.rows("type_vocab_size", 2, hidden),
                json.epsilon("layer_norm_eps", 1e-12),
                json.integer("pad_token_id", 0),
                json.flag("is_decoder", false),
                json.flag("add_cross_attention", false));
    }
}
