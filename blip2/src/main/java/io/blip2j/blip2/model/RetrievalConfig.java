package io.blip2j.blip2.model;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.qformer.QFormerConfig;
import io.blip2j.blip2.vit.VisionConfig;
import tools.jackson.databind.node.ObjectNode;

/// Sizes and options of a BLIP-2 that compares images and texts.
///
/// @param vision the image encoder
/// @param qformer the Q-Former, which looks at that encoder's tokens
/// @param queries number of query tokens
/// @param featureSize width in which images and texts are compared
/// @param imageTokenId id that holds the queries' places in a text, or -1
///
/// **Source:** transformers `Blip2Config`, whose defaults are the format's. The `text_config` beside these is of
/// no use here: there is no language model.
public record RetrievalConfig(
        VisionConfig vision, QFormerConfig qformer, int queries, int featureSize, long imageTokenId) {
    /// From a `config.json`.
    public static RetrievalConfig of(ConfigJson json) {
        Blip2Config.requireBlip2(json);
        VisionConfig vision = VisionConfig.of(json.object("vision_config"));
        QFormerConfig qformer = QFormerConfig.of(json.object("qformer_config"));
        if (!qformer.textInput()) {
            throw json.wrong(
                    "qformer_config.use_qformer_text_input", "false", "true: a model that compares images and texts");
        }
        return new RetrievalConfig(
                vision,
                qformer.lookingAt(vision.hiddenSize()),
                json.layers("num_query_tokens", 32),
                json.width("image_text_hidden_size", 256),
                json.integer("image_token_index", -1));
    }

    /// The same settings as Hugging Face writes them.
    public ObjectNode toJson() {
        ObjectNode json = ConfigJson.writable();
        json.put("model_type", "blip-2");
        json.putArray("architectures").add("Blip2ForImageTextRetrieval");
        json.put("num_query_tokens", queries);
        json.put("image_text_hidden_size", featureSize);
        if (imageTokenId >= 0) {
            json.put("image_token_index", imageTokenId);
        }
        json.set("vision_config", vision.toJson());
        json.set("qformer_config", qformer.toJson());
        return json;
    }
}
