package io.blip2j.blip2.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// CIDEr-D: ten times the mean over references and n = 1..4 of `exp(-Δ²/2σ²) · min(g, r)·r / (|g| |r|)`, σ = 6.
///
/// g and r are the tf-idf vectors of the runs of n words of candidate and reference: number times `log(images /
/// images whose references have the run)`, one image at least. Δ is the difference of lengths.
///
/// **Source:** Vedantam et al. 2015 as pycocoevalcap computes it. Its quirks: lengths are counted in runs of two
/// words; document frequencies are those of the references scored here, so with one image every score is 0.
public final class CiderD {
    private static final double SIGMA = 6;

    private CiderD() {}

    /// Weights of the runs of a text.
    private record Vector(List<Map<String, Double>> weights, double[] norms, int length) {}

    /// The score of each tokenised candidate; a corpus has their mean.
    /// @param references of each candidate, at least one
    public static double[] of(List<String> candidates, List<List<String>> references) {
        Map<String, Integer> seenIn = new HashMap<>();
        List<List<NGrams>> counted = new ArrayList<>();
        for (List<String> texts : references) {
            List<NGrams> grams = texts.stream().map(NGrams::of).toList();
            counted.add(grams);
            Set<String> runs = new HashSet<>();
            grams.forEach(text -> text.counts().forEach(counts -> runs.addAll(counts.keySet())));
            runs.forEach(run -> seenIn.merge(run, 1, Integer::sum));
        }
        double logImages = Math.log(references.size());
        double[] scores = new double[candidates.size()];
        for (int i = 0; i < scores.length; i++) {
            Vector ours = vector(NGrams.of(candidates.get(i)), seenIn, logImages);
            double sum = 0;
            for (NGrams reference : counted.get(i)) {
                sum += similarity(ours, vector(reference, seenIn, logImages));
            }
            scores[i] = 10 * sum / NGrams.LONGEST / counted.get(i).size();
        }
        return scores;
    }

    private static Vector vector(NGrams text, Map<String, Integer> seenIn, double logImages) {
        List<Map<String, Double>> weights = new ArrayList<>();
        double[] norms = new double[NGrams.LONGEST];
        for (int n = 1; n <= NGrams.LONGEST; n++) {
            Map<String, Double> of = new HashMap<>();
            double squares = 0;
            for (Map.Entry<String, Integer> run : text.of(n).entrySet()) {
                double idf = logImages - Math.log(Math.max(1, seenIn.getOrDefault(run.getKey(), 0)));
                double weight = run.getValue() * idf;
                of.put(run.getKey(), weight);
                squares += weight * weight;
            }
            weights.add(of);
            norms[n - 1] = Math.sqrt(squares);
        }
        return new Vector(weights, norms, text.total(2));
    }

    private static double similarity(Vector ours, Vector theirs) {
        double difference = ours.length - theirs.length;
        double penalty = Math.exp(-difference * difference / (2 * SIGMA * SIGMA));
        double sum = 0;
        for (int n = 0; n < NGrams.LONGEST; n++) {
            double dot = 0;
            Map<String, Double> others = theirs.weights.get(n);
            for (Map.Entry<String, Double> run : ours.weights.get(n).entrySet()) {
                double other = others.getOrDefault(run.getKey(), 0.0);
                dot += Math.min(run.getValue(), other) * other;
            }
            double norms = ours.norms[n] * theirs.norms[n];
            sum += (norms == 0 ? dot : dot / norms) * penalty;
        }
        return sum;
    }
}
