package io.blip2j.core.backend.vector;

/// The three products that attention is made of, on a tile `[r][32]` whose lanes are queries and whose rows are keys.
final class RowTiles {
    private static final int LANES = Gemm.WIDTH;
    private static final int MOST = Lanes.WIDE ? RowKernels.ROWS : 4;

    private RowTiles() {}

    /// `tile[r, i] = Σ_p a[r, p]·turned[p, i]`: rows of keys (`lda` apart) with queries turned round.
    /// @param lanes how many of the 32 are wanted
    static void scores(int rows, float[] a, int at, int lda, float[] turned, int depth, int lanes, float[] tile) {
        int panels = (rows + MOST - 1) / MOST;
        int done = 0;
        for (int p = 0; p < panels; p++) {
            int mr = rows / panels + (p < rows % panels ? 1 : 0);
            for (int i = 0; i < lanes; i += RowKernels.COLUMNS) {
                RowKernels.run(
                        mr, a, at + done * lda, lda, turned, i, LANES, depth, tile, done * LANES + i, LANES, false);
            }
            done += mr;
        }
    }

    /// `c[i, d] (+)= Σ_r tile[r, i]·b[r, d]`: for each query, a sum over keys. `c` has rows of `width`, a multiple of
    /// 32.
    static void overKeys(int lanes, float[] tile, int rows, RightFactor.Block b, int width, float[] c, boolean add) {
        int panels = (lanes + MOST - 1) / MOST;
        int done = 0;
        for (int p = 0; p < panels; p++) {
            int mr = lanes / panels + (p < lanes % panels ? 1 : 0);
            for (int d = 0; d < width; d += RowKernels.COLUMNS) {
                ColumnKernels.run(
                        mr, tile, done, LANES, b.array(), b.at() + d, b.step(), rows, c, done * width + d, width, add);
            }
            done += mr;
        }
    }

    /// `c[r, d] += Σ_i tile[r, i]·b[i, d]`: for each key, a sum over queries. `c` has rows of `width` from `ct` on.
    static void overQueries(int rows, float[] tile, int lanes, RightFactor.Block b, int width, float[] c, int ct) {
        int panels = (rows + MOST - 1) / MOST;
        int done = 0;
        for (int p = 0; p < panels; p++) {
            int mr = rows / panels + (p < rows % panels ? 1 : 0);
            for (int d = 0; d < width; d += RowKernels.COLUMNS) {
                RowKernels.run(
                        mr,
                        tile,
                        done * LANES,
                        LANES,
                        b.array(),
                        b.at() + d,
                        b.step(),
                        lanes,
                        c,
                        ct + done * width + d,
                        width,
                        true);
            }
            done += mr;
        }
    }
}
