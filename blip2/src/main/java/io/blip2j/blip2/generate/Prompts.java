package io.blip2j.blip2.generate;

import io.blip2j.blip2.language.LanguageModel;
import java.util.Arrays;

/// The ids that stand before the first new one in each row, as penalties and length rules see them: OPT's prompt
/// with its image tokens (and padding, where a caller padded), T5's start id.
///
/// @param ids rows, perhaps of different length
/// @param padding how many ids at the start of each row are padding
public record Prompts(long[][] ids, int[] padding) {
    /// The rows that a session of this model has.
    /// @param ids what its prompts were made of
    /// @param mask 1 for a word, 0 for padding; null: no padding
    public static Prompts of(LanguageModel model, long[][] ids, long[][] mask) {
        long[][] rows = new long[ids.length][];
        int[] padding = new int[ids.length];
        for (int row = 0; row < rows.length; row++) {
            if (!model.config().decoderOnly()) {
                rows[row] = new long[] {model.config().startTokenId()};
                continue;
            }
            rows[row] = ids[row].clone();
            while (mask != null && padding[row] < mask[row].length && mask[row][padding[row]] == 0) {
                padding[row]++;
            }
        }
        return new Prompts(rows, padding);
    }

    /// Number of rows.
    public int count() {
        return ids.length;
    }

    /// Length of the longest row.
    public int longest() {
        return Arrays.stream(ids).mapToInt(row -> row.length).max().orElse(0);
    }
}
