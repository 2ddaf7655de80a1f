package io.blip2j.tools.bench;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.language.LanguageModel;
import io.blip2j.blip2.model.Blip2Config;
import io.blip2j.blip2.model.RetrievalConfig;
import io.blip2j.blip2.opt.OptConfig;
import io.blip2j.blip2.opt.OptForCausalLm;
import io.blip2j.blip2.t5.T5Config;
import io.blip2j.blip2.t5.T5ForConditionalGeneration;
import java.util.Locale;
import java.util.Map;

/// Sizes of a BLIP-2 that is timed. What is not said here is the format's default: ViT-g, a Q-Former like BERT
/// base, 32 queries.
///
/// **Source:** BLIP-2, arXiv 2301.12597, section 3.4; the configurations of transformers.
public enum Preset {
    /// ViT-B/16, Q-Former, OPT-125M: the size that two cores can train.
    OPT_125M(
            "opt-125m",
            Map.of(
                    "hidden_size", 768,
                    "intermediate_size", 3072,
                    "num_hidden_layers", 12,
                    "num_attention_heads", 12,
                    "patch_size", 16),
            Map.of(),
            opt(50304, 768, 3072, 12, 12)),
    /// ViT-g, Q-Former, OPT-1.3B.
    OPT_1_3B("opt-1.3b", Map.of(), Map.of(), opt(50304, 2048, 8192, 24, 32)),
    /// ViT-g, Q-Former, OPT-2.7B: the published model.
    OPT_2_7B("opt-2.7b", Map.of(), Map.of(), opt(50304, 2560, 10240, 32, 32)),
    /// ViT-g, Q-Former, FlanT5-XL: the published model.
    FLAN_T5_XL(
            "flan-t5-xl",
            Map.of(),
            Map.of(),
            Map.of(
                    "model_type", "t5",
                    "vocab_size", 32128,
                    "d_model", 2048,
                    "d_kv", 64,
                    "d_ff", 5120,
                    "num_layers", 24,
                    "num_heads", 32,
                    "feed_forward_proj", "gated-gelu",
                    "tie_word_embeddings", false)),
    /// A toy, for a first look and for tests.
    TINY(
            "tiny",
            Map.of(
                    "hidden_size", 192,
                    "intermediate_size", 768,
                    "num_hidden_layers", 6,
                    "num_attention_heads", 3,
                    "image_size", 64,
                    "patch_size", 8),
            Map.of(
                    "vocab_size", 1024,
                    "hidden_size", 192,
                    "intermediate_size", 768,
                    "num_hidden_layers", 4,
                    "num_attention_heads", 3),
            opt(1024, 256, 1024, 4, 4));

    private final String title;
    private final Blip2Config config;

    Preset(String title, Map<String, ?> vision, Map<String, ?> qformer, Map<String, ?> text) {
        this.title = title;
        int imageToken = (int) text.get("vocab_size") - 1;
        config = Blip2Config.of(ConfigJson.of(
                "preset " + title,
                Map.of(
                        "vision_config", vision,
                        "qformer_config", qformer,
                        "text_config", text,
                        "image_token_index", imageToken)));
    }

    private static Map<String, ?> opt(int vocab, int hidden, int ffn, int layers, int heads) {
        return Map.of(
                "model_type", "opt",
                "vocab_size", vocab,
                "hidden_size", hidden,
                "ffn_dim", ffn,
                "num_hidden_layers", layers,
                "num_attention_heads", heads);
    }

    /// Sizes for captions and answers.
    public Blip2Config config() {
        return config;
    }

    /// Sizes for stage 1: the same encoder and Q-Former, with feed-forwards for words.
    public RetrievalConfig retrieval() {
        return new RetrievalConfig(
                config.vision(), config.qformer().withTextInput(true), config.queries(), config.projectionSize(), -1);
    }

    /// The language model, without values.
    public LanguageModel language() {
        return switch (config.text()) {
            case OptConfig opt -> new OptForCausalLm(opt);
            case T5Config t5 -> new T5ForConditionalGeneration(t5, true);
            default -> throw new IllegalStateException("no such language model: " + config.text());
        };
    }

    @Override
    public String toString() {
        return title;
    }

    /// The preset of a name.
    /// @throws IllegalArgumentException if there is none
    public static Preset named(String name) {
        for (Preset preset : values()) {
            if (preset.title.equals(name.toLowerCase(Locale.ROOT))) {
                return preset;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is no preset");
    }
}
