package io.blip2j.blip2.generate.processor;

/// Removes ids with less than `minP` times the probability of the best one.
///
/// **Source:** transformers `MinPLogitsWarper`; Nguyen et al., arXiv 2407.01082.
///
/// @param minP share of the best one's probability
/// @param keep how many of the best stay in any case
public record MinP(double minP, int keep) implements LogitsProcessor {
    @Override
    public void process(Prefix row, float[] scores) {
        double[] p = Ranking.probabilities(scores);
        int[] order = Ranking.ascending(scores);
        double least = minP * p[order[order.length - 1]];
        for (int i = 0; i < order.length - keep; i++) {
            if (p[order[i]] < least) {
                scores[order[i]] = REMOVED;
            }
        }
    }
}
