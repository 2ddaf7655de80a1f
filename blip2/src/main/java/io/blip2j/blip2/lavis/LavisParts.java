package io.blip2j.blip2.lavis;

import io.blip2j.core.InputException;
import java.nio.file.Path;

/// Where the parts lie that a checkpoint of LAVIS leaves out because they were frozen. Each may be null where the
/// checkpoint does not need it.
///
/// @param vision the image encoder: a folder of Hugging Face's (EVA's from a BLIP-2, or CLIP), or LAVIS's own file
///     (`eva_vit_g.pth`, `clip_vit_L.pth`)
/// @param language a folder with the language model and its tokenizer (`opt-2.7b`, `flan-t5-xl`)
/// @param tokenizer a folder with the Q-Former's tokenizer (`bert-base-uncased`)
/// @param imageSize height and width of pictures; 0: what the checkpoint or the encoder is for
public record LavisParts(Path vision, Path language, Path tokenizer, int imageSize) {
    /// None of them.
    public static final LavisParts NONE = new LavisParts(null, null, null, 0);

    /// The tokenizer, which a checkpoint needs.
    /// @throws InputException if there is none
    public Path requireTokenizer(Path checkpoint) {
        if (tokenizer == null) {
            throw new InputException(
                    InputException.Kind.MISSING,
                    "LAVIS-TOKENIZER",
                    checkpoint.toString(),
                    "no tokenizer for the texts of its Q-Former",
                    "a folder with BERT's, such as bert-base-uncased",
                    "Add --tokenizer DIR");
        }
        return tokenizer;
    }
}
