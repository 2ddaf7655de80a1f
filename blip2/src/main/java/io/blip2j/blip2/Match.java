package io.blip2j.blip2;

/// How well a picture and a text fit.
///
/// @param itm probability that they match, by looking at both at once
/// @param itc cosine of their features, the largest over the queries
/// @param matchLogit the logit of "they match", as LAVIS ranks by
public record Match(double itm, double itc, double matchLogit) {
    /// What ranks pictures: `itm + itc`. LAVIS's evaluation adds the logit instead of the probability; logits of pairs
    /// that are all surely right differ by more than cosines can, and similarity would have no say between them.
    public double score() {
        return itm + itc;
    }
}
