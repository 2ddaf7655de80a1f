package io.blip2j.blip2.generate.processor;

/// Keeps all scores that are at least the k-th largest, `k = min(max(topK, keep), vocab)`.
///
/// **Source:** transformers `TopKLogitsWarper`; equal scores are all kept.
///
/// @param topK how many
/// @param keep but no fewer than this
public record TopK(int topK, int keep) implements LogitsProcessor {
    @Override
    public void process(Prefix row, float[] scores) {
        int k = Math.min(Math.max(topK, keep), scores.length);
        int[] order = Ranking.ascending(scores);
        float least = scores[order[scores.length - k]];
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] < least) {
                scores[i] = REMOVED;
            }
        }
    }
}
