package io.blip2j.blip2.generate.processor;

/// Removes the end ids while the row is shorter than `length`.
///
/// **Source:** transformers `MinLengthLogitsProcessor`.
///
/// @param length ids that the row must have, the prompt's included
/// @param ends the end ids
public record MinLength(int length, long[] ends) implements LogitsProcessor {
    @Override
    public void process(Prefix row, float[] scores) {
        if (row.length() < length) {
            Suppress.remove(ends, scores);
        }
    }
}
