package io.blip2j.core.backend.vector;

/// The three products that attention is made of, on a tile `[r][32]` whose lanes are queries and whose rows are keys.
final class RowTiles {
    private static final int LANES = Gemm.WIDTH;
    private static final int MOST = Lanes.WIDE ? RowKernels.ROWS : 4;

    /// So few queries would leave most lanes empty: each key's sum is then a chain of scalar multiply-adds, the same
    /// one.
    private static final int FEW = 2;

    private RowTiles() {}

    /// `tile[r, i] = Σ_p a[r, p]·turned[p, i]`: rows of keys (`lda` apart) with queries turned round.
    /// @param lanes how many of the 32 are wanted
    static void scores(int rows, float[] a, int at, int lda, float[] turned, int depth, int lanes, float[] tile) {
        if (lanes <= FEW) {
            scoresOfFew(rows, a, at, lda, turned, depth, lanes, tile);
            return;
        }
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

    /// As [#scores], eight keys at a time, so that eight chains run side by side.
    private static void scoresOfFew(
            int rows, float[] a, int at, int lda, float[] turned, int depth, int lanes, float[] tile) {
        for (int i = 0; i < lanes; i++) {
            int r = 0;
            for (; r + 8 <= rows; r += 8) {
                eightScores(a, at + r * lda, lda, turned, i, depth, tile, r * LANES + i);
            }
            for (; r < rows; r++) {
                float sum = 0;
                for (int p = 0; p < depth; p++) {
                    sum = Math.fma(a[at + r * lda + p], turned[p * LANES + i], sum);
                }
                tile[r * LANES + i] = sum;
            }
        }
    }

    private static void eightScores(
            float[] a, int a0, int lda, float[] turned, int lane, int depth, float[] tile, int to) {
        int a1 = a0 + lda;
        int a2 = a1 + lda;
        int a3 = a2 + lda;
        int a4 = a3 + lda;
        int a5 = a4 + lda;
        int a6 = a5 + lda;
        int a7 = a6 + lda;
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        for (int p = 0; p < depth; p++) {
            float x = turned[lane + p * LANES];
            s0 = Math.fma(a[a0 + p], x, s0);
            s1 = Math.fma(a[a1 + p], x, s1);
            s2 = Math.fma(a[a2 + p], x, s2);
            s3 = Math.fma(a[a3 + p], x, s3);
            s4 = Math.fma(a[a4 + p], x, s4);
            s5 = Math.fma(a[a5 + p], x, s5);
            s6 = Math.fma(a[a6 + p], x, s6);
            s7 = Math.fma(a[a7 + p], x, s7);
        }
        tile[to] = s0;
        tile[to + LANES] = s1;
        tile[to + 2 * LANES] = s2;
        tile[to + 3 * LANES] = s3;
        tile[to + 4 * LANES] = s4;
        tile[to + 5 * LANES] = s5;
        tile[to + 6 * LANES] = s6;
        tile[to + 7 * LANES] = s7;
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
