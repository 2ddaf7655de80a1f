package io.blip2j.blip2.lavis;

import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.language.LanguageConfig;
import io.blip2j.blip2.lavis.Pieces.Piece;
import io.blip2j.blip2.opt.OptConfig;
import io.blip2j.blip2.t5.T5Config;
import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.core.InputException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A frozen language model as LAVIS uses it: OPT ends a text with a line's end; T5 has exact GELU, whatever its own
/// settings say.
///
/// @param config sizes and options
/// @param imageToken an id that no text has: the places of the queries
/// @param pieces its tensors by Hugging Face's names without `language_model.`
///
/// **Source:** LAVIS `blip2_opt.py`, `blip2_t5.py`.
record LanguagePart(LanguageConfig config, int imageToken, Map<String, Piece> pieces) {
    private static final String PREFIX = "language_model.";

    /// From a folder with a language model, or a BLIP-2 of Hugging Face's.
    static LanguagePart open(Path folder, boolean t5, Opened opened) {
        ModelFolder files = opened.add(ModelFolder.open(folder));
        ConfigJson whole = files.config();
        ConfigJson json = whole.has("text_config") ? whole.object("text_config") : whole;
        String expected = t5 ? "t5" : "opt";
        if (!json.text("model_type", "").equals(expected)) {
            throw json.wrong("model_type", "'" + json.text("model_type", "") + "'", expected);
        }
        Tokenizer tokenizer = Tokenizers.load(folder);
        ConfigJson settings = ConfigJson.of(json.what(), json.tree().deepCopy());
        LanguageConfig config;
        if (t5) {
            settings.tree().put("dense_act_fn", "gelu");
            config = T5Config.of(settings);
        } else {
            int[] end = tokenizer.encode("\n", false).ids();
            if (end.length > 0) {
                settings.tree().put("eos_token_id", end[0]);
            }
            config = OptConfig.of(settings);
        }
        Map<String, Piece> all = Pieces.of(files);
        Map<String, Piece> inside = Pieces.under(PREFIX, all);
        return new LanguagePart(
                config, imageToken(folder, tokenizer, config.vocabSize()), names(inside.isEmpty() ? all : inside));
    }

    /// The tokenizer's own token for images, else the first row of the embedding for which it has no token: where
    /// Hugging Face's processor puts `<image>`.
    private static int imageToken(Path folder, Tokenizer tokenizer, int rows) {
        int own = tokenizer.special().image().orElse(rows);
        if (own < rows) {
            return own;
        }
        if (tokenizer.size() < rows) {
            return tokenizer.size();
        }
        throw new InputException(
                InputException.Kind.BAD,
                "LAVIS-LANGUAGE",
                folder.toString(),
                rows + " rows of the embedding, each with a token",
                "a row to spare for the places of the image",
                "Use the language model as it was published");
    }

    /// OPT's oldest files lack the first `model.`.
    private static Map<String, Piece> names(Map<String, Piece> all) {
        if (!all.containsKey("decoder.embed_positions.weight")) {
            return all;
        }
        Map<String, Piece> renamed = new LinkedHashMap<>();
        all.forEach((name, piece) -> renamed.put(name.startsWith("decoder.") ? "model." + name : name, piece));
        return renamed;
    }
}
