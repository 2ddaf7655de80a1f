package io.blip2j.blip2.lavis;

import java.util.List;

/// LAVIS's names and Hugging Face's for the same tensors, but for those of the image encoder ([TowerNames]).
///
/// | LAVIS | Hugging Face |
/// |---|---|
/// | `query_tokens`, `itm_head.*` | the same |
/// | `ln_vision.*` | `vision_model.post_layernorm.*` |
/// | `vision_proj.*`, `text_proj.*` | `vision_projection.*`, `text_projection.*` |
/// | `opt_proj.*`, `t5_proj.*` | `language_projection.*` |
/// | `Qformer.bert.embeddings.LayerNorm.*` | `qformer.layernorm.*` |
/// | `Qformer.bert.embeddings.*` | `embeddings.*` |
/// | `Qformer.bert.*`, `self` in attention | `qformer.*`, `attention` there |
/// | `Qformer.cls.*`, `temp` | none: here `cls.*`, `temp` |
///
/// **Source:** transformers' converter of BLIP-2 checkpoints; LAVIS `blip2_qformer.py`, `blip2_opt.py`,
/// `blip2_t5.py`.
final class LavisNames {
    /// Beginnings of names, a longer one before those that it begins with.
    private static final List<String[]> PREFIXES = List.of(
            new String[] {"query_tokens", "query_tokens"},
            new String[] {"itm_head.", "itm_head."},
            new String[] {"temp", "temp"},
            new String[] {"ln_vision.", "vision_model.post_layernorm."},
            new String[] {"vision_proj.", "vision_projection."},
            new String[] {"text_proj.", "text_projection."},
            new String[] {"opt_proj.", "language_projection."},
            new String[] {"t5_proj.", "language_projection."},
            new String[] {"Qformer.cls.predictions.", "cls.predictions."},
            new String[] {"Qformer.bert.embeddings.LayerNorm.", "qformer.layernorm."},
            new String[] {"Qformer.bert.embeddings.", "embeddings."},
            new String[] {"Qformer.bert.encoder.", "qformer.encoder."});
    private static final String ALIASES =
            "Qformer\\.bert\\.embeddings\\.position_ids|Qformer\\.cls\\.predictions\\.decoder\\..*";

    private LavisNames() {}

    /// Hugging Face's name, or null for buffers, aliases and names of other parts.
    static String toHuggingFace(String lavis) {
        if (lavis.matches(ALIASES)) {
            return null;
        }
        for (String[] pair : PREFIXES) {
            if (lavis.startsWith(pair[0])) {
                return pair[1] + lavis.substring(pair[0].length()).replace("attention.self.", "attention.attention.");
            }
        }
        return null;
    }

    /// LAVIS's name, or null for the image encoder's and language model's own.
    /// @param languageProjection `opt_proj.` or `t5_proj.`
    static String toLavis(String name, String languageProjection) {
        for (String[] pair : PREFIXES) {
            if (name.startsWith(pair[1])) {
                boolean language = pair[1].equals("language_projection.");
                return (language ? languageProjection : pair[0])
                        + name.substring(pair[1].length()).replace("attention.attention.", "attention.self.");
            }
        }
        return null;
    }
}
