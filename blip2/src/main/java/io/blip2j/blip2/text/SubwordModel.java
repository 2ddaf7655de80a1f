package io.blip2j.blip2.text;

/// Cuts one piece of normalised text into tokens of a vocabulary.
sealed interface SubwordModel permits BytePairModel, WordPieceModel, UnigramModel {
    /// Adds the tokens of a non-empty piece, with their ranges.
    void tokenize(AlignedText piece, EncodingBuilder out);
}
