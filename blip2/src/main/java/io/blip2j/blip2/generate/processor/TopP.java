package io.blip2j.blip2.generate.processor;

/// Keeps the smallest set of best ids whose probability reaches `topP`: in ascending order, ids with a cumulative
/// probability up to `1 - topP` go.
///
/// **Source:** transformers `TopPLogitsWarper`; Holtzman et al., arXiv 1904.09751.
///
/// @param topP the probability to be reached
/// @param keep how many of the best stay in any case
public record TopP(double topP, int keep) implements LogitsProcessor {
    @Override
    public void process(Prefix row, float[] scores) {
        double[] p = Ranking.probabilities(scores);
        int[] order = Ranking.ascending(scores);
        double sum = 0;
        for (int i = 0; i < order.length - keep; i++) {
            sum += p[order[i]];
            if (sum > 1 - topP) {
                return;
            }
            scores[order[i]] = REMOVED;
        }
    }
}
