package io.blip2j.core.backend;

/// How a reduction puts elements together.
public enum Reduction {
    /// `Σ x`; 0 of nothing.
    SUM,
    /// Largest; NaN if any is.
    MAX,
    /// Smallest; NaN if any is.
    MIN
}
