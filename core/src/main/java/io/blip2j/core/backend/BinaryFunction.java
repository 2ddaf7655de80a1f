package io.blip2j.core.backend;

/// Elementwise functions of two numbers.
public enum BinaryFunction {
    /// `a + b`.
    ADD,
    /// `a - b`.
    SUB,
    /// `a · b`.
    MUL,
    /// `a / b`.
    DIV,
    /// `a^b`, for positive `a`.
    POW,
    /// The larger; NaN if either is.
    MAXIMUM,
    /// The smaller; NaN if either is.
    MINIMUM,
    /// Share of the gradient of `max(a, b)` that goes to `a`: 1 if `a > b`, ½ if equal, else 0.
    GREATER_SHARE
}
