package io.blip2j.blip2.vit;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.nn.Activation;
import tools.jackson.databind.node.ObjectNode;

/// Sizes and options of an image encoder.
///
/// @param modelType `blip_2_vision_model` (EVA-CLIP ViT-g as Hugging Face has it) or `clip_vision_model`
/// @param hiddenSize width of the layers
/// @param intermediateSize width inside a layer's feed-forward
/// @param layers number of layers
/// @param heads attention heads
/// @param imageSize height and width of the pictures that the position table is for
/// @param patchSize height and width of a patch
/// @param channels of a picture
/// @param activation between the feed-forward's matrices
/// @param layerNormEps of all norms
/// @param attentionDropout probability of dropping an attention weight
/// @param qkvBias whether the fused projection has a bias (BLIP-2)
///
/// **Source:** transformers `Blip2VisionConfig` and `CLIPVisionConfig`, whose defaults are the format's.
public record VisionConfig(
        String modelType,
        int hiddenSize,
        int intermediateSize,
        int layers,
        int heads,
        int imageSize,
        int patchSize,
        int channels,
        Activation activation,
        double layerNormEps,
        double attentionDropout,
        boolean qkvBias) {
    /// `model_type` of BLIP-2's own encoder.
    public static final String BLIP2 = "blip_2_vision_model";

    /// `model_type` of CLIP's encoder.
    public static final String CLIP = "clip_vision_model";

    private static final int MAX_IMAGE = 8192;
    private static final int MAX_PATCH = 128;
    private static final int MAX_CHANNELS = 4;

    /// From a `config.json`, or the `vision_config` in one; without a `model_type` it is BLIP-2's own.
    public static VisionConfig of(ConfigJson json) {
        String type = json.text("model_type", BLIP2);
        boolean clip = type.equals(CLIP);
        if (!clip && !type.equals(BLIP2)) {
            throw json.complaint("CFG-MODEL", "model_type", "'" + type + "'", BLIP2 + " or " + CLIP);
        }
        int hidden = json.width("hidden_size", clip ? 768 : 1408);
        int heads = json.heads("num_attention_heads", clip ? 12 : 16, "hidden_size", hidden);
        int image = json.count("image_size", 224, MAX_IMAGE);
        int patch = json.count("patch_size", clip ? 32 : 14, MAX_PATCH);
        long tokens = 1 + (long) (image / patch) * (image / patch);
        if (image % patch != 0 || tokens * hidden > Integer.MAX_VALUE / 2) {
            throw json.complaint(
                    "CFG-IMAGE",
                    "image_size",
                    image + ", patch_size " + patch,
                    "a multiple of patch_size, with at most 2^30 numbers in the position table");
        }
        return new VisionConfig(
                type,
                hidden,
                json.inner("intermediate_size", clip ? 3072 : 6144),
                json.layers("num_hidden_layers", clip ? 12 : 39),
                heads,
                image,
                patch,
                json.count("num_channels", 3, MAX_CHANNELS),
                json.activation("hidden_act", clip ? "quick_gelu" : "gelu"),
                json.epsilon("layer_norm_eps", clip ? 1e-5 : 1e-6),
                json.probability("attention_dropout", 0),
                json.flag("qkv_bias", true));
    }

    /// The same settings as Hugging Face writes them.
    public ObjectNode toJson() {
        ObjectNode json = ConfigJson.writable();
        json.put("model_type", modelType);
        json.put("hidden_size", hiddenSize);
        json.put("intermediate_size", intermediateSize);
        json.put("num_hidden_layers", layers);
        json.put("num_attention_heads", heads);
        json.put("image_size", imageSize);
        json.put("patch_size", patchSize);
        json.put("hidden_act", activation.configName());
        json.put("layer_norm_eps", layerNormEps);
        json.put("attention_dropout", attentionDropout);
        if (modelType.equals(BLIP2)) {
            json.put("qkv_bias", qkvBias);
        } else {
            json.put("num_channels", channels);
        }
        return json;
    }

    /// Patches along a side of a picture of the configured size.
    public int grid() {
        return imageSize / patchSize;
    }

    /// Tokens of such a picture: the class token and the patches.
    public int tokens() {
        return 1 + grid() * grid();
    }
}
