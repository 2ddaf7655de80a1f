package io.blip2j.blip2.language;

import io.blip2j.core.InputException;
import io.blip2j.core.op.index.IndexSelect;
import io.blip2j.core.tensor.Tensor;

/// Rows of a padded batch moved to the left, so that each starts with its first word; what is left of the padding
/// stands at the end, where a row's length hides it.
///
/// @param embeds `[batch, longest, embedding]`
/// @param mask `[batch][longest]`, 1 for a word; null if all rows are full
/// @param lengths places of each row up to its last word
public record UnpaddedRows(Tensor embeds, long[][] mask, int[] lengths) {
    /// Drops all padding: for models whose positions count words alone (OPT).
    public static UnpaddedRows packed(Tensor embeds, long[][] mask) {
        return of(embeds, mask, false);
    }

    /// Drops padding before the first and behind the last word: for models whose distances count padding between
    /// words (T5).
    public static UnpaddedRows trimmed(Tensor embeds, long[][] mask) {
        return of(embeds, mask, true);
    }

    private static UnpaddedRows of(Tensor embeds, long[][] mask, boolean keepInner) {
        int batch = embeds.dim(0);
        int seq = embeds.dim(1);
        int[] lengths = new int[batch];
        if (mask == null) {
            java.util.Arrays.fill(lengths, seq);
            return new UnpaddedRows(embeds, null, lengths);
        }
        int[][] places = new int[batch][];
        int longest = 0;
        for (int row = 0; row < batch; row++) {
            places[row] = places(mask[row], keepInner, row);
            lengths[row] = places[row].length;
            longest = Math.max(longest, lengths[row]);
        }
        long[] index = new long[batch * longest];
        long[][] kept = new long[batch][longest];
        for (int row = 0; row < batch; row++) {
            for (int i = 0; i < longest; i++) {
                int place = i < lengths[row] ? places[row][i] : places[row][0];
                index[row * longest + i] = (long) row * seq + place;
                kept[row][i] = i < lengths[row] ? mask[row][place] : 0;
            }
        }
        Tensor rows = embeds.reshape(batch * seq, embeds.dim(2));
        Tensor moved = IndexSelect.of(rows, 0, Tensor.of(embeds.backend(), index, index.length));
        return new UnpaddedRows(moved.reshape(batch, longest, embeds.dim(2)), kept, lengths);
    }

    private static int[] places(long[] mask, boolean keepInner, int row) {
        int first = 0;
        int last = mask.length - 1;
        while (first < mask.length && mask[first] == 0) {
            first++;
        }
        while (last > first && mask[last] == 0) {
            last--;
        }
        if (first == mask.length) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "GEN-EMPTY",
                    "row " + row + " of the prompts",
                    "padding only",
                    "at least one word or image token",
                    "Leave the row out");
        }
        int[] places = new int[last - first + 1];
        int count = 0;
        for (int i = first; i <= last; i++) {
            if (keepInner || mask[i] != 0) {
                places[count++] = i;
            }
        }
        return java.util.Arrays.copyOf(places, count);
    }
}
