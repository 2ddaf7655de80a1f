package io.blip2j.core.backend;

/// Elementwise comparisons (NaN equals nothing) and logic of two masks; the result is BOOL.
public enum Comparison {
    EQ,
    NE,
    LT,
    LE,
    GT,
    GE,
    AND,
    OR,
    XOR
}
