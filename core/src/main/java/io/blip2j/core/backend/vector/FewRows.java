package io.blip2j.core.backend.vector;

import io.blip2j.core.parallel.Workers;
import java.util.concurrent.atomic.AtomicInteger;

/// One product `c = a·wᵀ` of few rows with a constant in native panels, which is read once, where it lies: what a
/// decoder does for each word. It takes as long as reading the constant, if the kernels keep up.
///
/// Sums are those of [Gemm]: the same parts of `p`, each one chain, added in order. Here panels are the outer
/// loop, so that memory is read from its beginning to its end.
final class FewRows implements Workers.Task {
    /// Most rows; more are multiplied block by block.
    static final int MOST = 8;

    /// Panels of a piece of work.
    private static final int PIECE = 4;

    /// Below so many multiply-adds a product stays on its caller: waking others costs more.
    private static final long SMALL = 200_000;

    private final int m;
    private final NativePanels w;
    private final float[] a;
    private final int at;
    private final float[] c;
    private final int ct;
    private final Epilogue epilogue;
    private final AtomicInteger next = new AtomicInteger();

    /// @param m rows
    /// @param a `[m, k]`, contiguous
    /// @param c receives `[m, n]`, contiguous
    FewRows(int m, NativePanels w, float[] a, int at, float[] c, int ct, Epilogue epilogue) {
        this.m = m;
        this.w = w;
        this.a = a;
        this.at = at;
        this.c = c;
        this.ct = ct;
        this.epilogue = epilogue;
    }

    /// Computes the product, on as many threads as are worth it.
    void run() {
        if ((long) m * w.n() * w.k() < SMALL) {
            run(0, 1);
        } else {
            Workers.shared().region(this);
        }
    }

    @Override
    public void run(int rank, int count) {
        int panels = Pieces.count(w.n(), Gemm.WIDTH);
        for (int from = PIECE * next.getAndIncrement(); from < panels; from = PIECE * next.getAndIncrement()) {
            int end = Math.min(panels, from + PIECE);
            int together = m == 1 ? w.together() : 0;
            for (int panel = from; panel < end; ) {
                if (together > 0 && panel + together <= end && (panel + together) * Gemm.WIDTH <= w.n()) {
                    oneRow(panel);
                    panel += together;
                } else {
                    panel(panel);
                    panel++;
                }
            }
        }
    }

    private void oneRow(int panel) {
        int column = panel * Gemm.WIDTH;
        int k = w.k();
        int part = Gemm.part(k);
        for (int from = 0; from == 0 || from < k; from += part) {
            w.one(a, at + from, from, Math.min(part, k - from), panel, c, ct + column, from > 0);
        }
        for (int i = 0; i < w.together() && epilogue != null; i++) {
            epilogue.apply(c, ct, w.n(), 0, 1, column + i * Gemm.WIDTH);
        }
    }

    private void panel(int panel) {
        int column = panel * Gemm.WIDTH;
        int width = Math.min(Gemm.WIDTH, w.n() - column);
        if (width == Gemm.WIDTH) {
            tiles(column, c, ct + column, w.n());
        } else {
            float[] edge = Scratch.ofThread().floats(Scratch.Use.LEFT, MOST * Gemm.WIDTH);
            tiles(column, edge, 0, Gemm.WIDTH);
            for (int i = 0; i < m; i++) {
                System.arraycopy(edge, i * Gemm.WIDTH, c, ct + i * w.n() + column, width);
            }
        }
        if (epilogue != null) {
            epilogue.apply(c, ct, w.n(), 0, m, column);
        }
    }

    private void tiles(int column, float[] y, int yt, int ldy) {
        int k = w.k();
        int part = Gemm.part(k);
        int tiles = Pieces.count(m, w.tile());
        for (int from = 0; from == 0 || from < k; from += part) {
            int depth = Math.min(part, k - from);
            int row = 0;
            for (int tile = 0; tile < tiles; tile++) {
                int rows = m / tiles + (tile < m % tiles ? 1 : 0);
                int left = at + row * k + from;
                for (int j = 0; j < Gemm.WIDTH; j += RowKernels.COLUMNS) {
                    w.few(rows, a, left, k, from, depth, column + j, y, yt + row * ldy + j, ldy, from > 0);
                }
                row += rows;
            }
        }
    }
}
