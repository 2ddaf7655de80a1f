package io.blip2j.blip2.language;

import io.blip2j.core.tensor.Tensor;

/// Rows that are being continued, word by word, with the keys and values of all earlier places kept.
///
/// Every row has the numbers that it has alone: neither the other rows nor the cache change a bit of it.
public interface DecodingSession {
    /// Number of rows.
    int rows();

    /// Logits of each row's next word, `[rows, vocab]`.
    Tensor logits();

    /// Puts one more id behind each row and computes the logits of the word after it.
    void advance(long[] ids);

    /// A session of the given rows of this one, some perhaps more than once; this one stays as it is. So beams
    /// change places, finished rows are dropped, and several answers continue one prompt.
    DecodingSession select(int[] rows);

    /// As [#select] of as many rows as there are, but this session ends: rows that go on once stay where they are
    /// in its caches, so that beams change places without copying what they remember.
    default DecodingSession reorder(int[] rows) {
        return select(rows);
    }
}
