package io.blip2j.blip2.t5;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.language.LanguageConfig;
import io.blip2j.nn.Activation;
import java.util.Arrays;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Sizes and options of a T5 model.
///
/// @param vocabSize rows of the embedding
/// @param hiddenSize width of the stacks, `d_model`
/// @param headDim width of a head, `d_kv`; heads times this need not be `hiddenSize`
/// @param ffnDim width of the feed-forward, `d_ff`
/// @param encoderLayers blocks of the encoder
/// @param decoderLayers blocks of the decoder
/// @param heads attention heads
/// @param buckets classes of distance
/// @param maxDistance from which on all distances are of one class
/// @param dropout probability everywhere
/// @param eps of the normalisations
/// @param gated whether the feed-forward has a gate
/// @param activation of the feed-forward
/// @param scaleOutput whether the decoder's result is multiplied by `hiddenSize^-½` before the head
/// @param padTokenId fills rows
/// @param startTokenId begins the decoder's sequence
/// @param eosTokenIds end an answer
///
/// **Source:** transformers `T5Config`. The activation of `feed_forward_proj` "gated-gelu" is the tanh GELU, but
/// `dense_act_fn`, where present, decides: BLIP-2's FlanT5 asks for the exact one there. Scaling:
/// `scale_decoder_outputs` in newer files; in older ones `tie_word_embeddings` says it.
public record T5Config(
        int vocabSize,
        int hiddenSize,
        int headDim,
        int ffnDim,
        int encoderLayers,
        int decoderLayers,
        int heads,
        int buckets,
        int maxDistance,
        double dropout,
        double eps,
        boolean gated,
        Activation activation,
        boolean scaleOutput,
        long padTokenId,
        long startTokenId,
        long[] eosTokenIds)
        implements LanguageConfig {
    public T5Config {
        eosTokenIds = eosTokenIds.clone();
    }

    private static final int MAX_HEADS_WIDTH = 1 << 16;

    /// From a `config.json`, or the `text_config` in one.
    public static T5Config of(ConfigJson json) {
        int layers = json.layers("num_layers", 6);
        String feedForward = json.text("feed_forward_proj", "relu");
        boolean gated = feedForward.startsWith("gated-");
        String named = gated ? feedForward.substring("gated-".length()) : feedForward;
        String usual = "gated-gelu".equals(feedForward) ? "gelu_new" : named;
        int buckets = json.layers("relative_attention_num_buckets", 32);
        if (buckets < 4) {
            throw json.outOfRange("relative_attention_num_buckets", Integer.toString(buckets), "at least 4");
        }
        int maxDistance = json.positive("relative_attention_max_distance", 128);
        if (maxDistance <= buckets / 2) {
            throw json.outOfRange(
                    "relative_attention_max_distance", Integer.toString(maxDistance), "more than half the buckets");
        }
        int hidden = json.width("d_model", 512);
        int heads = json.layers("num_heads", 8);
        int pad = json.integer("pad_token_id", 0);
        return new T5Config(
                json.rows("vocab_size", 32128, hidden),
                hidden,
                json.count("d_kv", 64, MAX_HEADS_WIDTH / heads),
                json.inner("d_ff", 2048),
                layers,
                json.layers("num_decoder_layers", layers),
                heads,
                buckets,
                maxDistance,
                json.probability("dropout_rate", 0.1),
                json.epsilon("layer_norm_epsilon", 1e-6),
                json.flag("is_gated_act", gated),
                json.activation("dense_act_fn", usual),
                json.flag("scale_decoder_outputs", json.flag("tie_word_embeddings", true)),
                pad,
                json.integer("decoder_start_token_id", pad),
                json.ids("eos_token_id", 1));
    }

    /// Width of all heads together.
    public int inner() {
        return heads * headDim;
    }

    @Override
    public String modelType() {
        return "t5";
    }

    @Override
    public boolean decoderOnly() {
        return false;
    }

    @Override
    public long[] eosTokenIds() {
        return eosTokenIds.clone();
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = ConfigJson.writable();
        json.put("model_type", modelType());
        json.putArray("architectures").add("T5ForConditionalGeneration");
        json.put("vocab_size", vocabSize);
        json.put("d_model", hiddenSize);
        json.put("d_kv", headDim);
        json.put("d_ff", ffnDim);
        json.put("num_layers", encoderLayers);
        json.put("num_decoder_layers", decoderLayers);
        json.put("num_heads", heads);
        json.put("relative_attention_num_buckets", buckets);
        json.put("relative_attention_max_distance", maxDistance);
        json.put("dropout_rate", dropout);
        json.put("layer_norm_epsilon", eps);
        json.put("feed_forward_proj", (gated ? "gated-" : "") + feedForwardName());
        json.put("is_gated_act", gated);
        json.put("dense_act_fn", activation.configName());
        json.put("tie_word_embeddings", scaleOutput); // what older readers take for the scaling
        json.put("scale_decoder_outputs", scaleOutput);
        json.put("is_encoder_decoder", true);
        json.put("pad_token_id", padTokenId);
        json.put("decoder_start_token_id", startTokenId);
        if (eosTokenIds.length == 1) {
            json.put("eos_token_id", eosTokenIds[0]);
        } else {
            ArrayNode ends = json.putArray("eos_token_id");
            Arrays.stream(eosTokenIds).forEach(ends::add);
        }
        return json;
    }

    /// The word that `feed_forward_proj` has for the activation: the tanh GELU goes by the plain name there.
    private String feedForwardName() {
        return gated && activation == Activation.GELU_NEW ? "gelu" : activation.configName();
    }
}
