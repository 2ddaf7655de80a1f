package io.blip2j.blip2.language;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// Rows of ids as arrays and as tensors.
public final class Ids {
    private Ids() {}

    /// Rows of one length as a tensor `[rows, length]`.
    public static Tensor tensor(Backend backend, long[][] rows) {
        int length = rows.length == 0 ? 0 : rows[0].length;
        long[] flat = new long[rows.length * length];
        for (int row = 0; row < rows.length; row++) {
            if (rows[row].length != length) {
                throw new ShapeException(
                        "ids", "row " + row + " has " + rows[row].length + " ids, row 0 has " + length + ". Pad them");
            }
            System.arraycopy(rows[row], 0, flat, row * length, length);
        }
        return Tensor.of(backend, flat, rows.length, length);
    }

    /// A tensor `[rows, length]` as rows.
    public static long[][] rows(Tensor ids) {
        long[] flat = ids.toLongs();
        int length = ids.dim(1);
        long[][] rows = new long[ids.dim(0)][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = java.util.Arrays.copyOfRange(flat, row * length, (row + 1) * length);
        }
        return rows;
    }
}
