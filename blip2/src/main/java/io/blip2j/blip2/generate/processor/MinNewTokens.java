package io.blip2j.blip2.generate.processor;

/// Removes the end ids while the row has fewer than `count` new ids.
///
/// **Source:** transformers `MinNewTokensLengthLogitsProcessor`.
///
/// @param count new ids that the row must have
/// @param ends the end ids
public record MinNewTokens(int count, long[] ends) implements LogitsProcessor {
    @Override
    public void process(Prefix row, float[] scores) {
        if (row.newLength() < count) {
            Suppress.remove(ends, scores);
        }
    }
}
