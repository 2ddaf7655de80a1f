package io.blip2j.blip2.stage2;

import io.blip2j.blip2.language.LanguageInput;
import java.util.Arrays;
import java.util.List;

/// Words for the language model, padded at the end, and what it is to predict.
///
/// @param ids `[batch][seq]`: OPT: the whole text; T5: what stands behind the queries in the encoder
/// @param mask 1 for a word, 0 for padding
/// @param labels -100 where nothing is to be predicted; OPT: beside `ids`; T5: the decoder's text
///
/// **Source:** LAVIS `blip2_opt.py`, `blip2_t5.py`.
public record TextBatch(long[][] ids, long[][] mask, long[][] labels) {
    /// Texts of which everything behind a prompt is to be predicted.
    ///
    /// Without a prompt even the first id is: the last query predicts it.
    ///
    /// @param texts ids of prompt, text and line break, with the first id that the tokenizer puts before all
    /// @param promptLength ids of the prompt alone, the first id included; 0: there is no prompt
    /// @param maxLength longest row: what is longer is cut at the end
    public static TextBatch causal(List<long[]> texts, int promptLength, int maxLength, long padId) {
        long[][] rows = new long[texts.size()][];
        Arrays.setAll(rows, row -> Arrays.copyOf(texts.get(row), Math.min(texts.get(row).length, maxLength)));
        long[][] labels = padded(rows, LanguageInput.IGNORE);
        for (long[] row : labels) {
            Arrays.fill(row, 0, Math.min(promptLength, row.length), LanguageInput.IGNORE);
        }
        return new TextBatch(padded(rows, padId), masks(rows), labels);
    }

    /// Beginnings that the encoder reads, and what the decoder is to go on with.
    /// @param beginnings ids, the end id last
    /// @param continuations ids, the end id last
    /// @param maxLength longest row of either: what is longer is cut before its end id
    public static TextBatch prefix(List<long[]> beginnings, List<long[]> continuations, int maxLength, long padId) {
        long[][] read = cut(beginnings, maxLength);
        long[][] written = cut(continuations, maxLength);
        return new TextBatch(padded(read, padId), masks(read), padded(written, LanguageInput.IGNORE));
    }

    private static long[][] cut(List<long[]> rows, int maxLength) {
        long[][] cut = new long[rows.size()][];
        for (int row = 0; row < cut.length; row++) {
            long[] ids = rows.get(row);
            cut[row] = Arrays.copyOf(ids, Math.min(ids.length, maxLength));
            if (cut[row].length > 0) {
                cut[row][cut[row].length - 1] = ids[ids.length - 1];
            }
        }
        return cut;
    }

    private static long[][] padded(long[][] rows, long filler) {
        int longest = Arrays.stream(rows).mapToInt(row -> row.length).max().orElse(0);
        long[][] padded = new long[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            padded[row] = Arrays.copyOf(rows[row], longest);
            Arrays.fill(padded[row], rows[row].length, longest, filler);
        }
        return padded;
    }

    private static long[][] masks(long[][] rows) {
        long[][] ones = new long[rows.length][];
        Arrays.setAll(ones, row -> new long[rows[row].length]);
        Arrays.stream(ones).forEach(row -> Arrays.fill(row, 1));
        return padded(ones, 0);
    }
}
