package io.blip2j.blip2.evaluate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// BLEU-1 to BLEU-4: `BLEU_N = b (Π_{n ≤ N} p_n)^{1/N}`.
///
/// `p_n` is the part of the candidate's runs of n words that a reference has too, each at most as often as the
/// reference that has it most. `b = exp(1 - r/c)` where the candidate's length c is below r, the reference length
/// closest to it (the shorter of two equally close ones), else 1. Over a corpus, counts and lengths are summed
/// first.
///
/// **Source:** Papineni et al. 2002 as pycocoevalcap computes it: 1e-15 is added to matches and to c, 1e-9 to
/// totals and to r, so that an empty candidate scores a tiny number and not an error.
public final class Bleu {
    private static final double TINY = 1e-15;
    private static final double SMALL = 1e-9;

    private Bleu() {}

    /// Scores of all candidates together and of each.
    ///
    /// @param corpus BLEU-1 to BLEU-4
    /// @param each `[candidates][4]`
    public record Scores(double[] corpus, double[][] each) {}

    /// Sums that the score is made of.
    private record Sums(long[] right, long[] guessed, long[] lengths) {
        static Sums zero() {
            return new Sums(new long[NGrams.LONGEST], new long[NGrams.LONGEST], new long[2]);
        }

        void add(Sums other) {
            add(right, other.right);
            add(guessed, other.guessed);
            add(lengths, other.lengths);
        }

        private static void add(long[] to, long[] from) {
            for (int i = 0; i < to.length; i++) {
                to[i] += from[i];
            }
        }
    }

    /// Scores tokenised candidates.
    /// @param references of each candidate, at least one
    public static Scores of(List<String> candidates, List<List<String>> references) {
        Sums all = Sums.zero();
        double[][] each = new double[candidates.size()][];
        for (int i = 0; i < each.length; i++) {
            Sums one = sums(candidates.get(i), references.get(i));
            each[i] = means(one);
            all.add(one);
        }
        return new Scores(means(all), each);
    }

    private static Sums sums(String candidate, List<String> references) {
        NGrams ours = NGrams.of(candidate);
        List<NGrams> theirs = references.stream().map(NGrams::of).toList();
        Sums sums = Sums.zero();
        sums.lengths[0] = ours.words();
        sums.lengths[1] = closest(ours.words(), theirs);
        for (int n = 1; n <= NGrams.LONGEST; n++) {
            Map<String, Integer> allowed = new HashMap<>();
            for (NGrams reference : theirs) {
                reference.of(n).forEach((run, count) -> allowed.merge(run, count, Integer::max));
            }
            long right = 0;
            for (Map.Entry<String, Integer> run : ours.of(n).entrySet()) {
                right += Math.min(run.getValue(), allowed.getOrDefault(run.getKey(), 0));
            }
            sums.right[n - 1] = right;
            sums.guessed[n - 1] = ours.total(n);
        }
        return sums;
    }

    private static int closest(int length, List<NGrams> references) {
        int best = references.getFirst().words();
        for (NGrams reference : references) {
            int distance = Math.abs(reference.words() - length);
            int least = Math.abs(best - length);
            if (distance < least || distance == least && reference.words() < best) {
                best = reference.words();
            }
        }
        return best;
    }

    private static double[] means(Sums sums) {
        double ratio = (sums.lengths[0] + TINY) / (sums.lengths[1] + SMALL);
        double brevity = ratio < 1 ? Math.exp(1 - 1 / ratio) : 1;
        double[] means = new double[NGrams.LONGEST];
        double product = 1;
        for (int n = 1; n <= means.length; n++) {
            product *= (sums.right[n - 1] + TINY) / (sums.guessed[n - 1] + SMALL);
            means[n - 1] = Math.pow(product, 1.0 / n) * brevity;
        }
        return means;
    }
}
