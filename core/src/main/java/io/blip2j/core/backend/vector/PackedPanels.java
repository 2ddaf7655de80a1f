package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.PackedMatrix;

/// A constant `[n, k]` in panels along `n`, and the two ways in which products read it.
sealed interface PackedPanels extends PackedMatrix permits FloatPanels, NativePanels {
    /// `wᵀ` as a right factor: `b[p, j] = w[j, p]`, without the factors of INT8, which the epilogue multiplies by.
    RightFactor transposed();

    /// `w` as a right factor: `b[p, j] = w[p, j]`, turned round block by block.
    RightFactor plain();

    /// What finished sums are multiplied by, one number a row of the matrix, or null.
    default float[] rowFactors() {
        return null;
    }

    /// Writes row `row` to `out[at .. at+k]`.
    void row(int row, float[] out, int at);
}
