package io.blip2j.blip2.generate.processor;

/// Removes ids always.
///
/// **Source:** transformers `SuppressTokensLogitsProcessor`.
public record Suppress(long[] ids) implements LogitsProcessor {
    @Override
    public void process(Prefix row, float[] scores) {
        remove(ids, scores);
    }

    static void remove(long[] ids, float[] scores) {
        for (long id : ids) {
            if (id >= 0 && id < scores.length) {
                scores[(int) id] = REMOVED;
            }
        }
    }
}
