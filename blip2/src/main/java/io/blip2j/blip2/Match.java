package io.blip2j.blip2;

/// How well a picture and a text fit.
///
/// @param itm probability that they match, by looking at both at once
/// @param itc cosine of their features, the largest over the queries
/// @param matchLogit what `itm` comes from: the logit of "they match"
public record Match(double itm, double itc, double matchLogit) {
    /// What ranks pictures: `matchLogit + itc`.
    ///
    /// **Source:** LAVIS's retrieval evaluation.
    public double score() {
        return matchLogit + itc;
    }
}
