package io.blip2j.blip2.text;

import io.blip2j.core.InputException;

/// How a list of texts becomes rows: special tokens, cutting, padding.
///
/// @param addSpecialTokens whether the model's own tokens are added; they are never cut off
/// @param padding how long rows become
/// @param paddingSide where padding stands
/// @param truncate whether rows are cut to `maxLength`
/// @param truncationSide where they are cut
/// @param maxLength length for [Padding#MAX_LENGTH] and for cutting; 0 where neither is asked for
/// @param multipleOf padded lengths are rounded up to a multiple of this; 1 changes nothing
///
/// **Source:** the call arguments of transformers' tokenizers.
public record BatchOptions(
        boolean addSpecialTokens,
        Padding padding,
        Side paddingSide,
        boolean truncate,
        Side truncationSide,
        int maxLength,
        int multipleOf) {
    /// Checks the numbers.
    public BatchOptions {
        if (maxLength < 0 || multipleOf < 1) {
            throw new InputException(
                    InputException.Kind.USAGE,
                    "TOK-RANGE",
                    "batch options",
                    "max_length " + maxLength + ", multiple of " + multipleOf,
                    "a max_length of 0 or more, a multiple of 1 or more",
                    "Correct the number");
        }
    }

    /// How long rows become.
    public enum Padding {
        /// As long as their text.
        NONE,
        /// As long as the longest of the batch.
        LONGEST,
        /// `maxLength`, or longer where the text is and is not cut.
        MAX_LENGTH
    }

    /// An end of a row.
    public enum Side {
        /// The beginning.
        LEFT,
        /// The end.
        RIGHT
    }

    /// Ragged rows with special tokens, uncut; sides are right.
    public static BatchOptions ragged() {
        return new BatchOptions(true, Padding.NONE, Side.RIGHT, false, Side.RIGHT, 0, 1);
    }

    /// Rows padded at one side to the longest.
    public static BatchOptions padded(Side side) {
        return ragged().withPadding(Padding.LONGEST, side);
    }

    /// These options with another padding.
    public BatchOptions withPadding(Padding how, Side side) {
        return new BatchOptions(addSpecialTokens, how, side, truncate, truncationSide, maxLength, multipleOf);
    }

    /// These options with rows cut to a length.
    public BatchOptions withTruncation(int length, Side side) {
        return new BatchOptions(addSpecialTokens, padding, paddingSide, true, side, length, multipleOf);
    }

    /// These options with another length for cutting and padding.
    public BatchOptions withMaxLength(int length) {
        return new BatchOptions(addSpecialTokens, padding, paddingSide, truncate, truncationSide, length, multipleOf);
    }

    /// These options with or without special tokens.
    public BatchOptions withSpecialTokens(boolean add) {
        return new BatchOptions(add, padding, paddingSide, truncate, truncationSide, maxLength, multipleOf);
    }

    /// These options with padded lengths rounded up to a multiple.
    public BatchOptions withMultipleOf(int multiple) {
        return new BatchOptions(addSpecialTokens, padding, paddingSide, truncate, truncationSide, maxLength, multiple);
    }
}
