package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.Operand;
import io.blip2j.core.shape.Layout;

/// Queries, keys or values `[batch, heads, seq, dim]` of any strides but 1 on the last axis.
record HeadRows(float[] array, int offset, int batchStride, int headStride, int rowStride, int dim) {
    /// @return null for null
    static HeadRows of(Operand x) {
        if (x == null) {
            return null;
        }
        Layout layout = x.layout();
        return new HeadRows(
                x.storage().floats(),
                layout.offset(),
                layout.stride(0),
                layout.stride(1),
                layout.stride(2),
                layout.shape().dim(3));
    }

    /// Place of the first element of a row.
    int at(int batch, int head, int row) {
        return offset + batch * batchStride + head * headStride + row * rowStride;
    }

    /// Sets every row to 0.
    void clear(int batch, int heads, int rows) {
        for (int b = 0; b < batch; b++) {
            for (int h = 0; h < heads; h++) {
                for (int i = 0; i < rows; i++) {
                    int at = at(b, h, i);
                    java.util.Arrays.fill(array, at, at + dim, 0f);
                }
            }
        }
    }

    /// `panel[d, i] = factor · row(first + i)[d]` for `i < count`, 0 for the other `i` below 32: a block of rows
    /// turned round, so that each of 32 lanes holds one row.
    void turn(int batch, int head, int first, int count, float factor, float[] panel) {
        Panels.fromColumns(array, at(batch, head, first), rowStride, 1, count, dim, panel, 0);
        if (factor != 1) {
            VectorRows.scale(panel, 0, dim * Gemm.WIDTH, factor);
        }
    }

    /// Finds rows `first .. first+count-1` so that whole panels of 32 of each can be read, the last one beyond `dim`
    /// being rubbish: where they lie, or a copy where they end the array.
    /// @param spare holds the copy
    void block(int batch, int head, int first, int count, Scratch scratch, Scratch.Use spare, RightFactor.Block block) {
        int at = at(batch, head, first);
        int width = padded();
        if (count == 0 || at + (count - 1) * rowStride + width <= array.length) {
            block.is(array, at, rowStride);
            return;
        }
        float[] rows = scratch.floats(spare, count * width);
        for (int i = 0; i < count; i++) {
            System.arraycopy(array, at + i * rowStride, rows, i * width, dim);
        }
        block.is(rows, 0, width);
    }

    /// `dim` rounded up to whole panels of 32.
    int padded() {
        return (dim + Gemm.WIDTH - 1) / Gemm.WIDTH * Gemm.WIDTH;
    }

    /// `row(first + i)[d] = rows[i, d]`, rows [#padded()] apart.
    void put(int batch, int head, int first, int count, float[] rows) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(rows, i * padded(), array, at(batch, head, first + i), dim);
        }
    }
}
