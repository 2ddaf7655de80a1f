package io.blip2j.blip2.generate.processor;

/// Removes ids that would complete `size` ids in a row that the row has already.
///
/// **Source:** transformers `NoRepeatNGramLogitsProcessor`; the row is all of it, padding included.
public record NoRepeatNgram(int size) implements LogitsProcessor {
    @Override
    public void process(Prefix row, float[] scores) {
        long[] ids = row.ids();
        int n = row.length();
        for (int start = 0; start + size <= n; start++) {
            int same = 0;
            while (same < size - 1 && ids[start + same] == ids[n - size + 1 + same]) {
                same++;
            }
            long next = ids[start + size - 1];
            if (same == size - 1 && next < scores.length) {
                scores[(int) next] = REMOVED;
            }
        }
    }
}
