package io.blip2j.core.backend;

/// The type that a packed constant keeps its numbers in; products widen to F32 exactly.
public enum MatrixFormat {
    F32,
    BF16,
    F16
}
