package io.blip2j.core.backend.vector;

/// Writes matrices in panels of 32 columns, `[p][32]`, which products read without a jump.
final class Panels {
    private static final int W = Gemm.WIDTH;
    /// Rows of a panel that stay in the L1 cache while one column after the other is written.
    private static final int DEEP = 128;

    private Panels() {}

    /// `panel[p, j] = source[at + j·column + p·step]` for `j < width`, 0 for the other `j` below 32.
    static void fromColumns(float[] source, int at, int column, int step, int width, int depth, float[] panel, int to) {
        for (int p = 0; p < depth; p += DEEP) {
            int rows = Math.min(DEEP, depth - p);
            for (int j = 0; j < width; j++) {
                int from = at + j * column + p * step;
                if (step == 1) {
                    contiguousColumn(source, from, rows, panel, to + p * W + j);
                } else {
                    stridedColumn(source, from, step, rows, panel, to + p * W + j);
                }
            }
        }
        clearEdge(panel, to, depth, width);
    }

    private static void contiguousColumn(float[] source, int from, int rows, float[] panel, int to) {
        for (int p = 0; p < rows; p++) {
            panel[to + p * W] = source[from + p];
        }
    }

    private static void stridedColumn(float[] source, int from, int step, int rows, float[] panel, int to) {
        for (int p = 0; p < rows; p++) {
            panel[to + p * W] = source[from + p * step];
        }
    }

    /// Zeros in the columns from `width` to 32 of `depth` rows.
    static void clearEdge(float[] panel, int at, int depth, int width) {
        if (width == W) {
            return;
        }
        for (int p = 0; p < depth; p++) {
            for (int j = width; j < W; j++) {
                panel[at + p * W + j] = 0;
            }
        }
    }

    /// `panel[p, i] = source[at + i·row + p·step]` for `i < rows`: a row panel `[p][rows]` of a left factor.
    static void fromRows(float[] source, int at, int row, int step, int rows, int depth, float[] panel, int to) {
        if (row == 1 && rows == 8) {
            eightNeighbours(source, at, step, depth, panel, to);
            return;
        }
        for (int p = 0; p < depth; p++) {
            for (int i = 0; i < rows; i++) {
                panel[to + p * rows + i] = source[at + i * row + p * step];
            }
        }
    }

    private static void eightNeighbours(float[] source, int at, int step, int depth, float[] panel, int to) {
        for (int p = 0; p < depth; p++) {
            int from = at + p * step;
            int place = to + p * 8;
            panel[place] = source[from];
            panel[place + 1] = source[from + 1];
            panel[place + 2] = source[from + 2];
            panel[place + 3] = source[from + 3];
            panel[place + 4] = source[from + 4];
            panel[place + 5] = source[from + 5];
            panel[place + 6] = source[from + 6];
            panel[place + 7] = source[from + 7];
        }
    }
}
