package io.blip2j.core.backend.vector;

/// Rows of integers with factors, to be packed.
@FunctionalInterface
interface IntegerRows {
    /// Writes the integers and the factors of a row. Called by several threads at once.
    void row(int row, byte[] numbers, float[] factors);
}
