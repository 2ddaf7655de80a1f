package io.blip2j.blip2.evaluate;

import java.util.Arrays;
import java.util.List;

/// What a set of captions scores: each measure of the corpus, and ROUGE-L and CIDEr-D of each caption.
///
/// @param bleu BLEU-1 to BLEU-4
/// @param rougeL mean ROUGE-L
/// @param cider mean CIDEr-D, where 1 is what papers print as 100
/// @param rougeLEach ROUGE-L of each caption
/// @param ciderEach CIDEr-D of each caption
///
/// **Source:** `COCOEvalCap` of pycocoevalcap.
public record CaptionScores(double[] bleu, double rougeL, double cider, double[] rougeLEach, double[] ciderEach) {
    /// Scores captions as people and models write them.
    /// @param references of each caption, at least one
    public static CaptionScores of(List<String> captions, List<List<String>> references) {
        return ofTokens(
                captions.stream().map(PtbTokens::of).toList(),
                references.stream()
                        .map(texts -> texts.stream().map(PtbTokens::of).toList())
                        .toList());
    }

    /// Scores captions that are tokenised already, words between single spaces.
    public static CaptionScores ofTokens(List<String> captions, List<List<String>> references) {
        double[] rouge = RougeL.of(captions, references);
        double[] cider = CiderD.of(captions, references);
        return new CaptionScores(Bleu.of(captions, references).corpus(), mean(rouge), mean(cider), rouge, cider);
    }

    private static double mean(double[] scores) {
        return Arrays.stream(scores).average().orElse(0);
    }
}
