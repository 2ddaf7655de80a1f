package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.PackedMatrix;

/// A constant `[n, k]` in panels along `n`, and the two ways in which products read it.
sealed interface PackedPanels extends PackedMatrix permits FloatPanels, HalfPanels {
    /// `wᵀ` as a right factor: `b[p, j] = w[j, p]`.
    RightFactor transposed();

    /// `w` as a right factor: `b[p, j] = w[p, j]`, turned round block by block.
    RightFactor plain();

    /// Writes row `row` to `out[at .. at+k]`.
    void row(int row, float[] out, int at);
}
