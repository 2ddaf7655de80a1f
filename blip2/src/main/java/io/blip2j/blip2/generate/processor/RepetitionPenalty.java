package io.blip2j.blip2.generate.processor;

/// Makes each id that the row has already less likely: a negative score is multiplied by `penalty`, another divided.
///
/// The row is the whole prompt with its image tokens, and padding between words, but not padding at the start.
///
/// **Source:** transformers `RepetitionPenaltyLogitsProcessor`; Keskar et al., arXiv 1909.05858.
public record RepetitionPenalty(float penalty) implements LogitsProcessor {
    @Override
    public void process(Prefix row, float[] scores) {
        boolean[] seen = new boolean[scores.length];
        for (int i = row.padding(); i < row.length(); i++) {
            long id = row.ids()[i];
            if (id < scores.length && !seen[(int) id]) {
                seen[(int) id] = true;
                float score = scores[(int) id];
                scores[(int) id] = score < 0 ? score * penalty : score / penalty;
            }
        }
    }
}
