package io.blip2j.blip2.generate.processor;

import java.util.Arrays;

/// A row so far: its prompt and the new ids behind it.
///
/// @param ids all ids, the prompt's first; only the first `length` count
/// @param length how many there are
/// @param promptLength how many of them are the prompt's
/// @param padding how many at the start are padding
public record Prefix(long[] ids, int length, int promptLength, int padding) {
    /// A prompt, with room for new ids.
    public static Prefix of(long[] prompt, int padding, int newIds) {
        return new Prefix(Arrays.copyOf(prompt, prompt.length + newIds), prompt.length, prompt.length, padding);
    }

    /// The row with one id more, in an array of its own.
    public Prefix plus(long id) {
        long[] longer = ids.clone();
        longer[length] = id;
        return new Prefix(longer, length + 1, promptLength, padding);
    }

    /// The new ids.
    public long[] newIds() {
        return Arrays.copyOfRange(ids, promptLength, length);
    }

    /// How many new ids there are.
    public int newLength() {
        return length - promptLength;
    }
}
