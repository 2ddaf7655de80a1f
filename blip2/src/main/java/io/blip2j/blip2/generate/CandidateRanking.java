package io.blip2j.blip2.generate;

import io.blip2j.blip2.language.DecodingSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Ranks given answers to a prompt by how likely the model holds them: `log p(answer | prompt) / length^penalty`.
///
/// The prompt is read once; answers continue it side by side.
///
/// **Source:** Li et al., "Align before Fuse" (arXiv 2107.07651), section 4: VQA by ranking; LAVIS'
/// `predict_class`, which takes the sum (penalty 0).
public final class CandidateRanking {
    private static final int AT_ONCE = 64;

    private CandidateRanking() {}

    /// An answer in its place.
    ///
    /// @param candidate number of the answer among those given
    /// @param logProbability sum of the log-probabilities of its ids
    /// @param score what ranks it
    public record Ranked(int candidate, double logProbability, double score) {}

    /// All candidates, the likeliest first; among equals the first.
    /// @param prompted stands ready behind prompts, with room for the longest candidate; it stays as it is
    /// @param row which of its rows
    /// @param candidates ids of each answer, with the end id if that is to count
    /// @param lengthPenalty 0: by sum, 1: by mean
    public static List<Ranked> rank(DecodingSession prompted, int row, List<long[]> candidates, double lengthPenalty) {
        List<Ranked> ranked = new ArrayList<>();
        for (int from = 0; from < candidates.size(); from += AT_ONCE) {
            List<long[]> some = candidates.subList(from, Math.min(from + AT_ONCE, candidates.size()));
            double[] sums = logProbabilities(prompted, row, some);
            for (int i = 0; i < sums.length; i++) {
                int length = Math.max(1, some.get(i).length);
                ranked.add(new Ranked(from + i, sums[i], sums[i] / Math.pow(length, lengthPenalty)));
            }
        }
        ranked.sort(Comparator.comparingDouble(Ranked::score).reversed());
        return ranked;
    }

    private static double[] logProbabilities(DecodingSession prompted, int row, List<long[]> candidates) {
        int[] rows = new int[candidates.size()];
        Arrays.fill(rows, row);
        DecodingSession session = prompted.select(rows);
        double[] sums = new double[rows.length];
        int longest = candidates.stream().mapToInt(ids -> ids.length).max().orElse(0);
        for (int place = 0; place < longest; place++) {
            float[] logProbabilities = Generator.logProbabilities(session);
            int vocab = logProbabilities.length / rows.length;
            long[] next = new long[rows.length];
            for (int i = 0; i < rows.length; i++) {
                long[] ids = candidates.get(i);
                if (place < ids.length) {
                    next[i] = ids[place];
                    sums[i] += logProbabilities[i * vocab + (int) ids[place]];
                } // a row that is over goes on with id 0, which nobody asks about
            }
            if (place + 1 < longest) {
                session.advance(next);
            }
        }
        return sums;
    }
}
