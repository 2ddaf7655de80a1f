package io.blip2j.core.op.elementwise;

import io.blip2j.core.shape.Shape;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// The upper or lower triangle of the last two axes; the other part is 0.
///
/// Element `(i, j)` is kept where `j - i >= diagonal` (upper) or `j - i <= diagonal` (lower).
///
/// | tensor | shape |
/// |---|---|
/// | x, y | `[..., rows, columns]` |
///
/// Composed of [Where]. **Source:** PyTorch `triu`, `tril`.
public final class Triangle {
    private Triangle() {}

    /// The upper triangle.
    public static Tensor upper(Tensor x, int diagonal) {
        return keep(x, diagonal, Integer.MAX_VALUE);
    }

    /// The lower triangle.
    public static Tensor lower(Tensor x, int diagonal) {
        return keep(x, Integer.MIN_VALUE, diagonal);
    }

    private static Tensor keep(Tensor x, int least, int most) {
        if (x.rank() < 2) {
            throw new ShapeException("triangle", "needs at least 2 axes, got " + x.shape());
        }
        int rows = x.dim(-2);
        int columns = x.dim(-1);
        boolean[] kept = new boolean[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                kept[i * columns + j] = j - i >= least && j - i <= most;
            }
        }
        Tensor zero = Tensor.full(x.backend(), x.dtype(), Shape.SCALAR, 0);
        return Tensor.of(x.backend(), kept, rows, columns).where(x, zero);
    }
}
