package io.blip2j.core.backend.vector;

/// Products with a block of 32 lanes on the right, `c[r, i] (+)= Σ_p a[r, p]·b[p, i]`, for any number of rows: what
/// attention is made of.
final class RowTiles {
    private static final int MOST = Lanes.WIDE ? RowKernels.ROWS : 4;

    private RowTiles() {}

    /// `c[r, i] = Σ_p a[r, p]·b[p, i]` with `a` by rows (`at + r·lda + p`) and `c` in rows of 32.
    /// @param lanes how many of the 32 are wanted
    static void byRows(
            int rows, float[] a, int at, int lda, float[] b, int depth, int lanes, float[] c) {
        int panels = (rows + MOST - 1) / MOST;
        int done = 0;
        for (int p = 0; p < panels; p++) {
            int mr = rows / panels + (p < rows % panels ? 1 : 0);
            for (int i = 0; i < lanes; i += RowKernels.COLUMNS) {
                RowKernels.run(
                        mr, a, at + done * lda, lda, b, i, Gemm.WIDTH, depth, c, done * Gemm.WIDTH + i, Gemm.WIDTH,
                        false);
            }
            done += mr;
        }
    }

    /// `c[r, i] (+)= Σ_p a[r, p]·b[p, i]` with `a` by columns (`at + p·lda + r`).
    static void byColumns(
            int rows, float[] a, int at, int lda, float[] b, int depth, int lanes, float[] c, boolean add) {
        int panels = (rows + MOST - 1) / MOST;
        int done = 0;
        for (int p = 0; p < panels; p++) {
            int mr = rows / panels + (p < rows % panels ? 1 : 0);
            for (int i = 0; i < lanes; i += RowKernels.COLUMNS) {
                ColumnKernels.run(
                        mr, a, at + done, lda, b, i, Gemm.WIDTH, depth, c, done * Gemm.WIDTH + i, Gemm.WIDTH, add);
            }
            done += mr;
        }
    }

    /// `c[r, d] += Σ_i a[r, i]·b[i, d]`, the 32 lanes being summed over: `a` in rows of 32, `b` and `c` in rows of
    /// `width`, a multiple of 32.
    static void overLanes(int rows, float[] a, float[] b, int lanes, int width, float[] c, int ct) {
        int panels = (rows + MOST - 1) / MOST;
        int done = 0;
        for (int p = 0; p < panels; p++) {
            int mr = rows / panels + (p < rows % panels ? 1 : 0);
            for (int d = 0; d < width; d += RowKernels.COLUMNS) {
                RowKernels.run(
                        mr, a, done * Gemm.WIDTH, Gemm.WIDTH, b, d, width, lanes, c, ct + done * width + d, width, true);
            }
            done += mr;
        }
    }
}
