package io.blip2j.blip2.stage1;

import io.blip2j.core.tensor.Tensor;

/// The three losses of stage 1, and what the matching head said.
///
/// @param itc image-text contrast
/// @param itm image-text matching
/// @param itg image-grounded text: captioning
/// @param matchLogits `[3·batch, 2]`: the pairs, then each text with a wrong image, then each image with a wrong text
public record Losses(Tensor itc, Tensor itm, Tensor itg, Tensor matchLogits) {
    /// Their sum, unweighted: what is minimised.
    public Tensor total() {
        return itc.add(itm).add(itg);
    }

    /// Share of the triples that the matching head judged right; two thirds by always saying no.
    public double matchAccuracy() {
        float[] logits = matchLogits.toFloats();
        int rows = logits.length / 2;
        int right = 0;
        for (int r = 0; r < rows; r++) {
            boolean match = logits[2 * r + 1] > logits[2 * r];
            right += match == r < rows / 3 ? 1 : 0;
        }
        return (double) right / rows;
    }
}
