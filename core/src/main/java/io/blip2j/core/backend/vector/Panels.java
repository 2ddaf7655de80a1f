package io.blip2j.core.backend.vector;

/// Writes matrices in panels of 32 columns, `[p][32]`, which products read without a jump.
final class Panels {
    private static final int W = Gemm.WIDTH;

    private Panels() {}

    /// `panel[p, j] = source[at + j·column + p·step]` for `j < width`, 0 for the other `j` below 32.
    static void fromColumns(
            float[] source, int at, int column, int step, int width, int depth, float[] panel, int to) {
        int j = 0;
        for (; j + 8 <= width; j += 8) {
            eightColumns(source, at + j * column, column, step, depth, panel, to + j);
        }
        for (; j < width; j++) {
            for (int p = 0; p < depth; p++) {
                panel[to + p * W + j] = source[at + j * column + p * step];
            }
        }
        clearEdge(panel, to, depth, width);
    }

    private static void eightColumns(
            float[] source, int at, int column, int step, int depth, float[] panel, int to) {
        for (int p = 0; p < depth; p++) {
            int from = at + p * step;
            int place = to + p * W;
            panel[place] = source[from];
            panel[place + 1] = source[from + column];
            panel[place + 2] = source[from + 2 * column];
            panel[place + 3] = source[from + 3 * column];
            panel[place + 4] = source[from + 4 * column];
            panel[place + 5] = source[from + 5 * column];
            panel[place + 6] = source[from + 6 * column];
            panel[place + 7] = source[from + 7 * column];
        }
    }

    /// Zeros in the columns from `width` to 32 of `depth` rows.
    static void clearEdge(float[] panel, int at, int depth, int width) {
        for (int p = 0; p < depth; p++) {
            for (int j = width; j < W; j++) {
                panel[at + p * W + j] = 0;
            }
        }
    }

    /// `panel[p, i] = source[at + i·row + p·step]` for `i < rows`: a row panel `[p][rows]` of a left factor.
    static void fromRows(float[] source, int at, int row, int step, int rows, int depth, float[] panel, int to) {
        if (rows == 4) {
            fourRows(source, at, row, step, depth, panel, to);
            return;
        }
        for (int i = 0; i < rows; i++) {
            for (int p = 0; p < depth; p++) {
                panel[to + p * rows + i] = source[at + i * row + p * step];
            }
        }
    }

    private static void fourRows(float[] source, int at, int row, int step, int depth, float[] panel, int to) {
        for (int p = 0; p < depth; p++) {
            int from = at + p * step;
            int place = to + p * 4;
            panel[place] = source[from];
            panel[place + 1] = source[from + row];
            panel[place + 2] = source[from + 2 * row];
            panel[place + 3] = source[from + 3 * row];
        }
    }
}
