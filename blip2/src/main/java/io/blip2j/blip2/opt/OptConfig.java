package io.blip2j.blip2.opt;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.language.LanguageConfig;
import io.blip2j.nn.Activation;
import java.util.Arrays;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Sizes and options of an OPT model.
///
/// @param vocabSize rows of the embedding
/// @param hiddenSize width of the layers
/// @param layers number of layers
/// @param ffnDim width of the feed-forward
/// @param maxPositions longest row; the position table has two rows more
/// @param normBefore normalisation before attention and feed-forward, and once at the end; false: after each (350m)
/// @param finalNorm whether there is the one at the end
/// @param embeddingSize width of a word's embedding; if it is not `hiddenSize`, there are `project_in`,
/// `project_out`
/// @param dropout probability behind attention and feed-forward
/// @param attentionDropout probability of dropping an attention weight
/// @param heads attention heads
/// @param activation between the feed-forward's matrices
/// @param bias whether the matrices have biases
/// @param padTokenId fills rows
/// @param bosTokenId begins every text
/// @param eosTokenIds end an answer
/// @param tied whether the head is the embedding
///
/// **Source:** transformers `OPTConfig`, whose defaults are the format's.
public record OptConfig(
        int vocabSize,
        int hiddenSize,
        int layers,
        int ffnDim,
        int maxPositions,
        boolean normBefore,
        boolean finalNorm,
        int embeddingSize,
        double dropout,
        double attentionDropout,
        int heads,
        Activation activation,
        boolean bias,
        long padTokenId,
        long bosTokenId,
        long[] eosTokenIds,
        boolean tied)
        implements LanguageConfig {
    public OptConfig {
        eosTokenIds = eosTokenIds.clone();
    }

    /// From a `config.json`, or the `text_config` in one.
    public static OptConfig of(ConfigJson json) {
        int hidden = json.width("hidden_size", 768);
        int heads = json.heads("num_attention_heads", 12, "hidden_size", hidden);
        if (!json.flag("layer_norm_elementwise_affine", true)) {
            throw json.wrong("layer_norm_elementwise_affine", "false", "true: normalisations with weights");
        }
        boolean before = json.flag("do_layer_norm_before", true);
        return new OptConfig(
                json.rows("vocab_size", 50272, hidden),
                hidden,
                json.layers("num_hidden_layers", 12),
                json.inner("ffn_dim", 3072),
                json.rows("max_position_embeddings", 2048, hidden),
                before,
                before && !json.flag("_remove_final_layer_norm", false),
                json.width("word_embed_proj_dim", hidden),
                json.probability("dropout", 0.1),
                json.probability("attention_dropout", 0),
                heads,
                json.activation("activation_function", "relu"),
                json.flag("enable_bias", true),
                json.integer("pad_token_id", 1),
                json.integer("bos_token_id", 2),
                json.ids("eos_token_id", 2),
                json.flag("tie_word_embeddings", true));
    }

    @Override
    public String modelType() {
        return "opt";
    }

    @Override
    public boolean decoderOnly() {
        return true;
    }

    @Override
    public long startTokenId() {
        return bosTokenId;
    }

    @Override
    public long[] eosTokenIds() {
        return eosTokenIds.clone();
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = ConfigJson.writable();
        json.put("model_type", modelType());
        json.putArray("architectures").add("OPTForCausalLM");
        json.put("vocab_size", vocabSize);
        json.put("hidden_size", hiddenSize);
        json.put("num_hidden_layers", layers);
        json.put("ffn_dim", ffnDim);
        json.put("max_position_embeddings", maxPositions);
        json.put("do_layer_norm_before", normBefore);
        json.put("_remove_final_layer_norm", normBefore && !finalNorm);
        json.put("word_embed_proj_dim", embeddingSize);
        json.put("dropout", dropout);
        json.put("attention_dropout", attentionDropout);
        json.put("num_attention_heads", heads);
        json.put("activation_function", activation.configName());
        json.put("enable_bias", bias);
        json.put("pad_token_id", padTokenId);
        json.put("bos_token_id", bosTokenId);
        if (eosTokenIds.length == 1) {
            json.put("eos_token_id", eosTokenIds[0]);
        } else {
            ArrayNode ends = json.putArray("eos_token_id");
            Arrays.stream(eosTokenIds).forEach(ends::add);
        }
        json.put("tie_word_embeddings", tied);
        return json;
    }
}
