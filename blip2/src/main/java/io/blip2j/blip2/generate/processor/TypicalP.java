package io.blip2j.blip2.generate.processor;

/// Keeps the ids whose surprise is nearest to the entropy, the fewest whose probability reaches `mass`: ordered by
/// `|-log p - H|`, `H = -Σ p log p`.
///
/// **Source:** transformers `TypicalLogitsWarper`; Meister et al., arXiv 2202.00666.
///
/// @param mass the probability to be reached
/// @param keep how many of the most typical stay in any case
public record TypicalP(double mass, int keep) implements LogitsProcessor {
    @Override
    public void process(Prefix row, float[] scores) {
        double[] p = Ranking.probabilities(scores);
        double entropy = 0;
        for (double each : p) {
            entropy -= each > 0 ? each * Math.log(each) : 0;
        }
        float[] distance = new float[scores.length];
        for (int i = 0; i < distance.length; i++) {
            distance[i] = (float) Math.abs(-Math.log(p[i]) - entropy);
        }
        int[] order = Ranking.ascending(distance);
        double sum = 0;
        int last = 0;
        while (last < order.length - 1 && (sum += p[order[last]]) < mass) {
            last++;
        }
        float limit = distance[order[last]];
        for (int i = keep; i < order.length; i++) {
            if (distance[order[i]] > limit) {
                scores[order[i]] = REMOVED;
            }
        }
    }
}
