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

    /// A session of the given rows of this one, some perhaps more than once; this one stays as it is. So beams change
    /// places, finished rows are dropped, and several answers continue one prompt.
    DecodingSession select(int[] rows);
}
