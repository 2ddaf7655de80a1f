package io.blip2j.core.backend;

/// A frozen matrix `[rows n, columns k]` in the layout that its backend's products read. Read-only, without gradient.
public interface PackedMatrix {
    /// Rows: outputs of a linear layer, words of an embedding.
    int n();

    /// Columns: inputs of a linear layer, width of an embedding.
    int k();

    /// The type its numbers are kept in.
    MatrixFormat format();
}
