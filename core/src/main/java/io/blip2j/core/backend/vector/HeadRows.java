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

    /// `panel[d, i] = factor · row(first + i)[d]` for `i < count`, 0 for the other `i` below 32: a block of rows turned
    /// round, so that each of 32 lanes holds one row.
    void turn(int batch, int head, int first, int count, float factor, float[] panel) {
        Panels.fromColumns(array, at(batch, head, first), rowStride, 1, count, dim, panel, 0);
        if (factor != 1) {
            VectorRows.scale(panel, 0, dim * Gemm.WIDTH, factor);
        }
    }

    /// `row(first + i)[d] = panel[d, i]`, the reverse of [#turn].
    void turnBack(int batch, int head, int first, int count, float[] panel) {
        for (int i = 0; i < count; i++) {
            int to = at(batch, head, first + i);
            for (int d = 0; d < dim; d++) {
                array[to + d] = panel[d * Gemm.WIDTH + i];
            }
        }
    }

    /// `rows[i, d] = factor · row(first + i)[d]`, rows `width` apart.
    void copy(int batch, int head, int first, int count, float factor, float[] rows, int width) {
        for (int i = 0; i < count; i++) {
            int at = at(batch, head, first + i);
            int to = i * width;
            for (int d = 0; d < dim; d++) {
                rows[to + d] = factor * array[at + d];
            }
            java.util.Arrays.fill(rows, to + dim, to + width, 0f);
        }
    }

    /// `row(first + i)[d] = rows[i, d]`, rows `width` apart: the reverse of [#copy].
    void put(int batch, int head, int first, int count, float[] rows, int width) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(rows, i * width, array, at(batch, head, first + i), dim);
        }
    }
}
