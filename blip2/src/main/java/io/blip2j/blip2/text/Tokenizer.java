package io.blip2j.blip2.text;

import java.util.List;
import java.util.OptionalInt;

/// Text to token ids and back.
///
/// Implementations are immutable and may be used by many threads at once. Take one from [Tokenizers#load].
public interface Tokenizer {
    /// The tokens of a text.
    ///
    /// @param addSpecialTokens whether the model's own tokens (`</s>`, `[CLS]`, ...) are put around it
    Encoding encode(String text, boolean addSpecialTokens);

    /// The tokens of a pair of texts.
    Encoding encode(String first, String second, boolean addSpecialTokens);

    /// Rows of ids with masks, cut and padded.
    ///
    /// @param pairs second texts, or null
    BatchEncoding encode(List<String> texts, List<String> pairs, BatchOptions options);

    /// Rows of ids with masks, cut and padded.
    default BatchEncoding encode(List<String> texts, BatchOptions options) {
        return encode(texts, null, options);
    }

    /// The text of token ids. An id without a token (a padding row of the embedding) is left out.
    ///
    /// @param skipSpecialTokens whether special tokens are left out
    /// @param cleanUp whether spaces before punctuation are removed afterwards, as Hugging Face does
    String decode(int[] ids, boolean skipSpecialTokens, boolean cleanUp);

    /// Number of ids, added tokens included: the least number of rows that an embedding must have.
    int size();

    /// The id of a token as the vocabulary writes it.
    OptionalInt id(String token);

    /// The token of an id as the vocabulary writes it, such as `Ġred`.
    ///
    /// @throws io.blip2j.core.InputException if there is none
    String token(int id);

    /// The tokens with a role.
    SpecialTokens special();
}
