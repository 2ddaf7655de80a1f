package io.blip2j.tools.infer;

import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.core.InputException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whose tokenizer of a model folder.
///
/// | folder | root | `stage1/` |
/// |---|---|---|
/// | captions and answers | the language model's | the Q-Former's, in a run folder |
/// | retrieval | the Q-Former's | |
/// | run of stage 1 alone | none | the Q-Former's |
///
/// A Q-Former's is told by its `[CLS]`, which no language model of BLIP-2 has.
enum TokenizerOwner {
    /// Whoever's is at the root of the folder.
    ROOT,
    /// OPT's or T5's.
    LANGUAGE,
    /// BERT's.
    QFORMER;

    private static final String STAGE1 = "stage1";

    /// The tokenizer.
    ///
    /// @throws InputException of kind MISSING if the folder has none of that owner
    Tokenizer load(Path folder) {
        Path stage1 = folder.resolve(STAGE1);
        Path place = this == QFORMER && Files.isDirectory(stage1) ? stage1 : folder;
        Tokenizer tokenizer = Tokenizers.load(place);
        boolean bert = tokenizer.special().cls().isPresent();
        if (this == LANGUAGE && bert || this == QFORMER && !bert) {
            throw new InputException(
                    InputException.Kind.MISSING,
                    "CLI-WHICH",
                    place.toString(),
                    bert ? "the Q-Former's tokenizer alone" : "a language model's tokenizer alone",
                    bert ? "a folder that answers" : "a run folder with " + STAGE1 + "/, or a folder for retrieval",
                    "Leave --which out, or name another folder");
        }
        return tokenizer;
    }
}
