package io.blip2j.blip2.model;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.language.LanguageConfig;
import io.blip2j.blip2.opt.OptConfig;
import io.blip2j.blip2.qformer.QFormerConfig;
import io.blip2j.blip2.t5.T5Config;
import io.blip2j.blip2.vit.VisionConfig;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The configuration of a BLIP-2 model: its three parts and how they meet.
///
/// @param vision of the image encoder
/// @param qformer of the Q-Former
/// @param text of the language model
/// @param queries number of query tokens
/// @param projectionSize width of the space in which images and texts are compared (stage 1)
/// @param imageToken id of `<image>`, where projected queries go; -1: the file names none
///
/// **Source:** transformers `Blip2Config`, whose defaults are the format's; the Q-Former's `encoder_hidden_size` is
/// overruled by the encoder's width there.
public record Blip2Config(
        VisionConfig vision,
        QFormerConfig qformer,
        LanguageConfig text,
        int queries,
        int projectionSize,
        int imageToken) {
    /// `model_type` of all BLIP-2 models.
    public static final String MODEL_TYPE = "blip-2";

    private static final String CLASSES = "Blip2";

    /// From a `config.json`.
    public static Blip2Config of(ConfigJson json) {
        requireBlip2(json);
        VisionConfig vision = VisionConfig.of(json.object("vision_config"));
        QFormerConfig qformer = QFormerConfig.of(json.object("qformer_config")).lookingAt(vision.hiddenSize());
        return new Blip2Config(
                vision,
                qformer,
                text(json.object("text_config")),
                json.layers("num_query_tokens", 32),
                json.width("image_text_hidden_size", 256),
                json.integer("image_token_index", json.integer("image_token_id", -1)));
    }

    /// Refuses the configuration of any other model; what a file leaves out is not held against it.
    static void requireBlip2(ConfigJson json) {
        String type = json.text("model_type", MODEL_TYPE);
        if (!type.equals(MODEL_TYPE)) {
            throw json.complaint("CFG-MODEL", "model_type", "'" + type + "'", MODEL_TYPE);
        }
        JsonNode classes = json.tree().path("architectures");
        for (JsonNode name : classes) {
            if (!name.asString("").startsWith(CLASSES)) {
                throw json.complaint(
                        "CFG-MODEL",
                        "architectures",
                        name.toString(),
                        "Blip2ForConditionalGeneration or Blip2ForImageTextRetrieval");
            }
        }
    }

    private static LanguageConfig text(ConfigJson json) {
        String type = json.text("model_type", "opt");
        return switch (type) {
            case "opt" -> OptConfig.of(json);
            case "t5" -> T5Config.of(json);
            default -> throw json.complaint("CFG-MODEL", "model_type", "'" + type + "'", "opt or t5");
        };
    }

    /// The same settings with another Q-Former.
    public Blip2Config with(QFormerConfig other) {
        return new Blip2Config(vision, other, text, queries, projectionSize, imageToken);
    }

    /// The settings as Hugging Face writes them.
    /// @param architecture name of the class that a folder is for
    public ObjectNode toJson(String architecture) {
        ObjectNode json = ConfigJson.writable();
        json.putArray("architectures").add(architecture);
        json.put("model_type", MODEL_TYPE);
        json.put("dtype", "float32");
        json.put("num_query_tokens", queries);
        json.put("image_text_hidden_size", projectionSize);
        if (imageToken >= 0) {
            json.put("image_token_index", imageToken);
        }
        json.put("initializer_factor", 1.0);
        json.put("initializer_range", 0.02);
        json.put("use_decoder_only_language_model", text.decoderOnly());
        json.put("is_encoder_decoder", !text.decoderOnly());
        json.set("vision_config", vision.toJson());
        json.set("qformer_config", qformer.toJson());
        json.set("text_config", text.toJson());
        return json;
    }
}
