package io.blip2j.blip2.evaluate;

import java.util.List;

/// ROUGE-L: `(1 + β²) P R / (R + β² P)` of the longest common subsequence, β = 1.2.
///
/// P is the longest subsequence common with any reference over the candidate's length, R the largest part of a
/// reference that is such a subsequence; the two may come from different references.
///
/// **Source:** Lin 2004 as pycocoevalcap computes it: words are split at single spaces, so that an empty text is
/// one empty word.
public final class RougeL {
    private static final double BETA_SQUARED = 1.2 * 1.2;

    private RougeL() {}

    /// The score of each tokenised candidate; a corpus has their mean.
    /// @param references of each candidate, at least one
    public static double[] of(List<String> candidates, List<List<String>> references) {
        double[] scores = new double[candidates.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = of(candidates.get(i), references.get(i));
        }
        return scores;
    }

    private static double of(String candidate, List<String> references) {
        String[] words = candidate.split(" ", -1);
        double precision = 0;
        double recall = 0;
        for (String reference : references) {
            String[] others = reference.split(" ", -1);
            double common = longestCommon(words, others);
            precision = Math.max(precision, common / words.length);
            recall = Math.max(recall, common / others.length);
        }
        boolean nothing = precision == 0 || recall == 0;
        return nothing ? 0 : (1 + BETA_SQUARED) * precision * recall / (recall + BETA_SQUARED * precision);
    }

    private static int longestCommon(String[] a, String[] b) {
        int[] row = new int[b.length + 1];
        for (String word : a) {
            int previous = 0;
            for (int j = 0; j < b.length; j++) {
                int above = row[j + 1];
                row[j + 1] = word.equals(b[j]) ? previous + 1 : Math.max(above, row[j]);
                previous = above;
            }
        }
        return row[b.length];
    }
}
