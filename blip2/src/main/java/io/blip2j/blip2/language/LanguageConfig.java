package io.blip2j.blip2.language;

import tools.jackson.databind.node.ObjectNode;

/// What BLIP-2 and generation need to know of any language model's configuration.
public interface LanguageConfig {
    /// `opt` or `t5`.
    String modelType();

    /// Rows of the embedding.
    int vocabSize();

    /// Width of the model, which `language_projection` makes.
    int hiddenSize();

    /// Whether prompt and answer are one sequence (OPT), or prompt and answer have a stack each (T5).
    boolean decoderOnly();

    /// The first id of every decoder sequence: OPT's `bos_token_id`, T5's `decoder_start_token_id`.
    long startTokenId();

    /// The id that fills rows.
    long padTokenId();

    /// The ids that end an answer.
    long[] eosTokenIds();

    /// The settings as Hugging Face writes them.
    ObjectNode toJson();
}
