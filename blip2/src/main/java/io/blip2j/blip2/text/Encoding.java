package io.blip2j.blip2.text;

import java.util.Arrays;

/// The tokens of one text: for each its id, its segment and the part of the text it stands for.
///
/// | component | shape | meaning |
/// |---|---|---|
/// | ids | `[seq]` | token ids |
/// | typeIds | `[seq]` | 0 for the first text, 1 for the second of a pair where the model tells them apart |
/// | offsetFrom, offsetTo | `[seq]` | half-open range in **code points** of the text; `[0, 0)` for special tokens |
public record Encoding(int[] ids, int[] typeIds, int[] offsetFrom, int[] offsetTo) {
    /// Number of tokens.
    public int length() {
        return ids.length;
    }

    /// The tokens `from` (inclusive) to `to` (exclusive).
    public Encoding slice(int from, int to) {
        return new Encoding(
                Arrays.copyOfRange(ids, from, to),
                Arrays.copyOfRange(typeIds, from, to),
                Arrays.copyOfRange(offsetFrom, from, to),
                Arrays.copyOfRange(offsetTo, from, to));
    }
}
