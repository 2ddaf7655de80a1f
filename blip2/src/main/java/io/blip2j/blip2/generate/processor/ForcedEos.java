package io.blip2j.blip2.generate.processor;

/// Makes the end come as the last id that there is room for: its score is 0, all others are removed.
///
/// **Source:** transformers `ForcedEOSTokenLogitsProcessor`.
///
/// @param newTokens most new ids of a row
/// @param ends what may come last
public record ForcedEos(int newTokens, long[] ends) implements LogitsProcessor {
    @Override
    public void process(Prefix row, float[] scores) {
        if (row.newLength() != newTokens - 1) {
            return;
        }
        java.util.Arrays.fill(scores, REMOVED);
        for (long end : ends) {
            scores[(int) end] = 0;
        }
    }
}
