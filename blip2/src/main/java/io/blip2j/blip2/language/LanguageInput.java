package io.blip2j.blip2.language;

import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// A batch for a language model.
///
/// @param embeds `[batch, seq, embedding]`: words and, between them, projected queries
/// @param mask 1 for a word, 0 for padding, `[batch][seq]`; null: no padding
/// @param labels ids to be predicted, `[batch][...]`, -100 where nothing is; null: no loss. OPT: beside the ids
///     of `embeds`, or of their last columns; the label of a place is predicted at the place before it. T5: the
///     decoder's sequence
/// @param decoderIds T5: what the decoder reads; null: the labels shifted right, behind the start id
public record LanguageInput(Tensor embeds, long[][] mask, long[][] labels, long[][] decoderIds) {
    /// What counts nothing among labels.
    public static final long IGNORE = -100;

    public LanguageInput {
        if (embeds.rank() != 3) {
            throw new ShapeException("language model", "embeds must be [batch, seq, hidden], got " + embeds.shape());
        }
        check("attention mask", mask, embeds.dim(0), embeds.dim(1));
        check("labels", labels, embeds.dim(0), -1);
        check("decoder ids", decoderIds, embeds.dim(0), -1);
    }

    /// Embeddings and mask alone.
    public static LanguageInput of(Tensor embeds, long[][] mask) {
        return new LanguageInput(embeds, mask, null, null);
    }

    /// The same with labels.
    public LanguageInput withLabels(long[][] targets) {
        return new LanguageInput(embeds, mask, targets, decoderIds);
    }

    private static void check(String what, long[][] rows, int batch, int length) {
        if (rows == null) {
            return;
        }
        boolean fits = rows.length == batch;
        for (long[] row : rows) {
            fits &= row.length == (length < 0 ? rows[0].length : length);
        }
        if (!fits) {
            throw new ShapeException(
                    "language model",
                    what + " has " + rows.length + " rows" + (rows.length > 0 ? " of " + rows[0].length : "")
                            + ", needs " + batch + (length < 0 ? " of one length" : " of " + length));
        }
    }
}
