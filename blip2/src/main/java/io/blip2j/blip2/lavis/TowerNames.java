package io.blip2j.blip2.lavis;

import io.blip2j.blip2.lavis.Pieces.Piece;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names inside an image encoder as LAVIS has them, and Hugging Face's.
///
/// | EVA | Hugging Face |
/// |---|---|
/// | `cls_token`, `pos_embed`, `patch_embed.proj.*` | `embeddings.{class_embedding, position_embedding, patch_embedding.*}` |
/// | `blocks.i.{norm1, norm2, attn.qkv, attn.proj, mlp}` | `encoder.layers.i.{layer_norm1, layer_norm2, self_attn.qkv, self_attn.projection, mlp}` |
/// | `blocks.i.attn.{q_bias, v_bias}` | `encoder.layers.i.self_attn.qkv.bias`: queries, zeros, values |
///
/// | CLIP | Hugging Face |
/// |---|---|
/// | `class_embedding`, `positional_embedding`, `conv1.weight`, `ln_pre.*` | `embeddings.{class_embedding, position_embedding.weight, patch_embedding.weight}`, `pre_layrnorm.*` |
/// | `transformer.resblocks.i.{ln_1, ln_2, mlp.c_fc, mlp.c_proj, attn.out_proj}` | `encoder.layers.i.{layer_norm1, layer_norm2, mlp.fc1, mlp.fc2, self_attn.out_proj}` |
/// | `...attn.in_proj_{weight, bias}` | `...self_attn.{q_proj, k_proj, v_proj}.{weight, bias}`, one behind the other |
///
/// **Source:** LAVIS `eva_vit.py`, `clip_vit.py`.
final class TowerNames {
    private static final Map<String, String> EVA = Map.of(
            "cls_token", "embeddings.class_embedding",
            "pos_embed", "embeddings.position_embedding",
            "patch_embed.proj.weight", "embeddings.patch_embedding.weight",
            "patch_embed.proj.bias", "embeddings.patch_embedding.bias");
    private static final Map<String, String> EVA_LAYER = Map.of(
            "norm1", "layer_norm1",
            "norm2", "layer_norm2",
            "attn.qkv", "self_attn.qkv",
            "attn.proj", "self_attn.projection",
            "mlp.fc1", "mlp.fc1",
            "mlp.fc2", "mlp.fc2");
    private static final Map<String, String> CLIP = Map.of(
            "class_embedding", "embeddings.class_embedding",
            "positional_embedding", "embeddings.position_embedding.weight",
            "conv1.weight", "embeddings.patch_embedding.weight",
            "ln_pre.weight", "pre_layrnorm.weight",
            "ln_pre.bias", "pre_layrnorm.bias");
    private static final Map<String, String> CLIP_LAYER = Map.of(
            "ln_1", "layer_norm1",
            "ln_2", "layer_norm2",
            "attn.out_proj", "self_attn.out_proj",
            "mlp.c_fc", "mlp.fc1",
            "mlp.c_proj", "mlp.fc2");
    private static final Pattern EVA_BLOCK = Pattern.compile("blocks\\.(\\d+)\\.(.+)\\.(weight|bias)");
    private static final Pattern EVA_BIAS = Pattern.compile("blocks\\.(\\d+)\\.attn\\.q_bias");
    private static final Pattern CLIP_BLOCK =
            Pattern.compile("transformer\\.resblocks\\.(\\d+)\\.(.+)\\.(weight|bias)");
    private static final Pattern CLIP_PACKED =
            Pattern.compile("transformer\\.resblocks\\.(\\d+)\\.attn\\.in_proj_(weight|bias)");
    private static final Pattern LAYER = Pattern.compile("encoder\\.layers\\.(\\d+)\\.(.+)\\.(weight|bias)");

    private TowerNames() {}

    /// Whether these are an encoder's own names in LAVIS.
    static boolean isLavis(Map<String, Piece> tower) {
        return tower.containsKey("patch_embed.proj.weight") || isClip(tower);
    }

    /// Whether they are CLIP's.
    static boolean isClip(Map<String, Piece> tower) {
        return tower.containsKey("conv1.weight");
    }

    /// The same tensors by Hugging Face's names; what it has no name for is left out.
    static Map<String, Piece> toHuggingFace(Map<String, Piece> tower) {
        boolean clip = isClip(tower);
        Map<String, Piece> renamed = new LinkedHashMap<>();
        tower.forEach((name, piece) -> {
            String plain = (clip ? CLIP : EVA).get(name);
            Matcher block = (clip ? CLIP_BLOCK : EVA_BLOCK).matcher(name);
            Matcher packed = CLIP_PACKED.matcher(name);
            Matcher bias = EVA_BIAS.matcher(name);
            if (plain != null) {
                renamed.put(plain, piece);
            } else if (block.matches() && (clip ? CLIP_LAYER : EVA_LAYER).containsKey(block.group(2))) {
                String inside = (clip ? CLIP_LAYER : EVA_LAYER).get(block.group(2));
                renamed.put(layer(block.group(1), inside, block.group(3)), piece);
            } else if (clip && packed.matches() && piece.shape().rank() > 0) {
                int rows = piece.shape().dim(0) / 3;
                String[] parts = {"self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"};
                for (int i = 0; i < parts.length; i++) {
                    renamed.put(
                            layer(packed.group(1), parts[i], packed.group(2)), piece.rows(i * rows, (i + 1) * rows));
                }
            } else if (!clip && bias.matches()) {
                Piece values = tower.get(name.replace("q_bias", "v_bias"));
                if (values != null) {
                    renamed.put(layer(bias.group(1), "self_attn.qkv", "bias"), Pieces.withZeroKeys(piece, values));
                }
            }
        });
        return renamed;
    }

    private static String layer(String number, String inside, String end) {
        return "encoder.layers." + number + "." + inside + "." + end;
    }

    /// LAVIS's name for a tensor that both have as it is; null for those that are joined or cut there.
    static String toLavis(String name, boolean clip) {
        for (Map.Entry<String, String> entry : (clip ? CLIP : EVA).entrySet()) {
            if (entry.getValue().equals(name)) {
                return entry.getKey();
            }
        }
        Matcher layer = LAYER.matcher(name);
        if (layer.matches() && !name.endsWith("self_attn.qkv.bias")) {
            for (Map.Entry<String, String> entry : (clip ? CLIP_LAYER : EVA_LAYER).entrySet()) {
                if (entry.getValue().equals(layer.group(2))) {
                    return (clip ? "transformer.resblocks." : "blocks.") + layer.group(1) + "." + entry.getKey() + "."
                            + layer.group(3);
                }
            }
        }
        return null;
    }
}
