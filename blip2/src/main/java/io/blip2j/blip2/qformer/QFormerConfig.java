package io.blip2j.blip2.qformer;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.nn.Activation;
import tools.jackson.databind.node.ObjectNode;

/// Sizes and options of a Q-Former.
///
/// @param vocabSize words of its text
/// @param hiddenSize width of queries and words
/// @param layers number of layers
/// @param heads attention heads
/// @param intermediateSize width inside the feed-forwards
/// @param activation between the feed-forwards' matrices
/// @param dropout probability behind embeddings, attention and feed-forwards
/// @param attentionDropout probability of dropping an attention weight
/// @param maxPositions longest text
/// @param initializerRange standard deviation of first values
/// @param layerNormEps of all norms
/// @param padTokenId fills rows of text
/// @param crossAttentionFrequency layers whose number it divides look at the image
/// @param encoderHiddenSize width of the image's tokens
/// @param textInput whether there are feed-forwards for words
///
/// **Source:** transformers `Blip2QFormerConfig`, whose defaults are the format's.
public record QFormerConfig(
        int vocabSize,
        int hiddenSize,
        int layers,
        int heads,
        int intermediateSize,
        Activation activation,
        double dropout,
        double attentionDropout,
        int maxPositions,
        double initializerRange,
        double layerNormEps,
        int padTokenId,
        int crossAttentionFrequency,
        int encoderHiddenSize,
        boolean textInput) {
    /// From a `config.json`, or the `qformer_config` in one.
    public static QFormerConfig of(ConfigJson json) {
        int hidden = json.width("hidden_size", 768);
        int heads = json.heads("num_attention_heads", 12, "hidden_size", hidden);
        return new QFormerConfig(
                json.rows("vocab_size", 30522, hidden),
                hidden,
                json.layers("num_hidden_layers", 12),
                heads,
                json.inner("intermediate_size", 3072),
                json.activation("hidden_act", "gelu"),
                json.probability("hidden_dropout_prob", 0.1),
                json.probability("attention_probs_dropout_prob", 0.1),
                json.rows("max_position_embeddings", 512, hidden),
                json.number("initializer_range", 0.02),
                json.epsilon("layer_norm_eps", 1e-12),
                json.integer("pad_token_id", 0),
                json.layers("cross_attention_frequency", 2),
                json.width("encoder_hidden_size", 1408),
                json.flag("use_qformer_text_input", false));
    }

    /// The same settings for another width of image tokens: a BLIP-2 configuration overrules the Q-Former's own.
    public QFormerConfig lookingAt(int imageHidden) {
        return new QFormerConfig(
                vocabSize,
                hiddenSize,
                layers,
                heads,
                intermediateSize,
                activation,
                dropout,
                attentionDropout,
                maxPositions,
                initializerRange,
                layerNormEps,
                padTokenId,
                crossAttentionFrequency,
                imageHidden,
                textInput);
    }

    /// The same settings with feed-forwards for words, or without.
    public QFormerConfig withTextInput(boolean words) {
        return new QFormerConfig(
                vocabSize,
                hiddenSize,
                layers,
                heads,
                intermediateSize,
                activation,
                dropout,
                attentionDropout,
                maxPositions,
                initializerRange,
                layerNormEps,
                padTokenId,
                crossAttentionFrequency,
                encoderHiddenSize,
                words);
    }

    /// The same settings as Hugging Face writes them.
    public ObjectNode toJson() {
        ObjectNode json = ConfigJson.writable();
        json.put("model_type", "blip_2_qformer");
        json.put("vocab_size", vocabSize);
        json.put("hidden_size", hiddenSize);
        json.put("num_hidden_layers", layers);
        json.put("num_attention_heads", heads);
        json.put("intermediate_size", intermediateSize);
        json.put("hidden_act", activation.configName());
        json.put("hidden_dropout_prob", dropout);
        json.put("attention_probs_dropout_prob", attentionDropout);
        json.put("max_position_embeddings", maxPositions);
        json.put("initializer_range", initializerRange);
        json.put("layer_norm_eps", layerNormEps);
        json.put("pad_token_id", padTokenId);
        json.put("cross_attention_frequency", crossAttentionFrequency);
        json.put("encoder_hidden_size", encoderHiddenSize);
        json.put("use_qformer_text_input", textInput);
        return json;
    }

    /// Whether a layer looks at the image.
    public boolean looksAtImage(int layer) {
        return layer % crossAttentionFrequency == 0;
    }
}
