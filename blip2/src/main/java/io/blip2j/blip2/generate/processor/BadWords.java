package io.blip2j.blip2.generate.processor;

import java.util.List;

/// Removes the last id of a sequence that must not come, where the row ends in the ids before it.
///
/// **Source:** transformers `NoBadWordsLogitsProcessor`; a single end id among the sequences is ignored there, so the
/// caller leaves it out.
public record BadWords(List<long[]> sequences) implements LogitsProcessor {
    @Override
    public void process(Prefix row, float[] scores) {
        for (long[] sequence : sequences) {
            int before = sequence.length - 1;
            long last = sequence[before];
            if (last >= 0 && last < scores.length && before <= row.length() && endsIn(row, sequence, before)) {
                scores[(int) last] = REMOVED;
            }
        }
    }

    private static boolean endsIn(Prefix row, long[] sequence, int count) {
        for (int i = 0; i < count; i++) {
            if (row.ids()[row.length() - count + i] != sequence[i]) {
                return false;
            }
        }
        return true;
    }
}
