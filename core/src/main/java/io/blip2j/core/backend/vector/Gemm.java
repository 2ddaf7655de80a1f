package io.blip2j.core.backend.vector;

import io.blip2j.core.parallel.Workers;
import java.util.concurrent.atomic.AtomicInteger;

/// One product `c[i, j] = Σ_p a[i, p]·b[p, j]`, or a batch of them, cut into pieces that threads take.
///
/// The order of additions is part of the contract: `p` ascends in parts of [#part(int)], each part is one chain of
/// fused multiply-adds from 0, and parts are added in order. Nothing below changes it: not the tile that an element
/// falls into, not the vector width, not the cut into pieces. So a row has the same bits in a batch of one or of a
/// thousand.
///
/// Three loops become this in five steps: cut `j` into blocks of 32 that lie (or are copied) as panels `[p][32]`;
/// cut `p` into parts so that a panel of `b` stays in the L2 cache; cut `i` into row panels of at most [#ROWS],
/// all nearly equal; keep one tile in registers ([RowKernels], [ColumnKernels]); finish the tile while it is in
/// cache ([Epilogue]).
final class Gemm implements Workers.Task {
    /// Columns of a block of `b`, on every machine.
    static final int WIDTH = 32;

    private static final int LONGEST_PART = 768;
    private static final int ROWS = Lanes.WIDE ? RowKernels.ROWS : 4;

    /// Below so many multiply-adds a product stays on its caller: waking others costs more.
    private static final long SMALL = 200_000;

    /// Fewest multiply-adds that a piece is cut down to.
    private static final long PIECE = 200_000;

    private static final int MOST_BLOCK_ROWS = 256;
    /// A packed block of `a` has to stay in the L2 cache.
    private static final int MOST_PACKED_ROWS = 128;
    /// From so many floats on, walking down a column of `a` loses more than packing it costs.
    private static final int FAR = 512;

    private final int m;
    private final int n;
    private final int k;
    private final LeftFactor left;
    private final RightFactor right;
    private final float[] c;
    private final int ct;
    private final Epilogue epilogue;
    private final boolean packLeft;
    private final int rowBlocks;
    private final int columnGroup;
    private final int columnGroups;
    private final int pieces;
    private final boolean tooSmall;
    private final AtomicInteger next = new AtomicInteger();

    /// The left factor: `a[i, p]` of product `q` at `at + q·batch + i·row + p·step`.
    record LeftFactor(float[] array, int at, int batch, int row, int step) {}

    /// @param batch how many products
    /// @param c receives `[batch, m, n]`, contiguous
    /// @param epilogue what follows, or null
    Gemm(int batch, int m, int n, int k, LeftFactor left, RightFactor right, float[] c, int ct, Epilogue epilogue) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.left = left;
        this.right = right;
        this.c = c;
        this.ct = ct;
        this.epilogue = epilogue == null || epilogue.isEmpty() ? null : epilogue;
        boolean byRows = left.step() == 1;
        boolean byColumns = left.row() == 1 && (left.step() < FAR || n <= 2 * WIDTH);
        packLeft = !byRows && !byColumns;
        int panels = (n + WIDTH - 1) / WIDTH;
        int most = packLeft ? MOST_PACKED_ROWS : MOST_BLOCK_ROWS;
        int blocks = Math.max(1, (m + most - 1) / most);
        int groups = 1;
        long work = (long) batch * m * n * k;
        long wanted = Math.min(work / PIECE, 4L * Workers.shared().count());
        // what is copied is copied once a piece, so pieces had better be square
        while ((long) batch * blocks * groups < wanted && (m > ROWS * blocks || panels > groups)) {
            if (panels <= groups || m / blocks >= n / groups && m > ROWS * blocks) {
                blocks *= 2;
            } else {
                groups *= 2;
            }
        }
        rowBlocks = blocks;
        columnGroup = Math.max(1, (panels + groups - 1) / groups);
        columnGroups = (panels + columnGroup - 1) / columnGroup;
        pieces = batch * rowBlocks * columnGroups;
        tooSmall = work < SMALL;
    }

    /// Length of the parts of a sum over `k`: equal ones of at most 768, rounded up to a multiple of 32.
    static int part(int k) {
        if (k <= LONGEST_PART) {
            return Math.max(k, 1);
        }
        int parts = (k + LONGEST_PART - 1) / LONGEST_PART;
        int length = (k + parts - 1) / parts;
        return (length + 31) / 32 * 32;
    }

    /// Computes the product, on as many threads as are worth it.
    void run() {
        if (m == 0 || n == 0) {
            return;
        }
        if (pieces == 1 || tooSmall) {
            run(0, 1);
        } else {
            Workers.shared().region(this);
        }
    }

    @Override
    public void run(int rank, int count) {
        Piece piece = new Piece();
        for (int index = next.getAndIncrement(); index < pieces; index = next.getAndIncrement()) {
            piece.compute(index);
        }
    }

    /// Some rows and columns of one product, as one thread computes them.
    private final class Piece {
        private final Scratch scratch = Scratch.ofThread();
        private final RightFactor.Block block = scratch.block();
        private float[] packed;
        private int row;
        private int rows;
        private int depth;
        private int column;
        private boolean add;
        /// Places of `a[0, from]` and of `c[0, 0]` of this product.
        private int leftAt;

        private int start;

        void compute(int index) {
            int firstColumn = index % columnGroups * columnGroup * WIDTH;
            int rowBlock = index / columnGroups % rowBlocks;
            int batch = index / columnGroups / rowBlocks;
            row = (int) ((long) m * rowBlock / rowBlocks);
            rows = (int) ((long) m * (rowBlock + 1) / rowBlocks) - row;
            start = ct + batch * m * n;
            int part = part(k);
            for (int from = 0; from == 0 || from < k; from += part) {
                depth = Math.min(part, k - from);
                add = from > 0;
                leftAt = left.at() + batch * left.batch() + from * left.step();
                if (packLeft) {
                    pack();
                }
                for (column = firstColumn; column < Math.min(n, firstColumn + columnGroup * WIDTH); column += WIDTH) {
                    right.block(batch, from, depth, column, block);
                    rowPanels();
                    if (epilogue != null && from + depth >= k) {
                        epilogue.apply(c, start, n, row, rows, column);
                    }
                }
            }
        }

        private void pack() {
            packed = scratch.floats(Scratch.Use.LEFT, rows * depth);
            int panels = (rows + ROWS - 1) / ROWS;
            int done = 0;
            for (int p = 0; p < panels; p++) {
                int mr = rows / panels + (p < rows % panels ? 1 : 0);
                int at = leftAt + (row + done) * left.row();
                Panels.fromRows(left.array(), at, left.row(), left.step(), mr, depth, packed, done * depth);
                done += mr;
            }
        }

        /// Row panels of floor or ceiling of `rows / panels` rows: no tile is padded.
        private void rowPanels() {
            int width = Math.min(WIDTH, n - column);
            int panels = (rows + ROWS - 1) / ROWS;
            int done = 0;
            for (int p = 0; p < panels; p++) {
                int mr = rows / panels + (p < rows % panels ? 1 : 0);
                int place = start + (row + done) * n + column;
                if (width == WIDTH) {
                    tile(mr, done, c, place, n);
                } else {
                    float[] edge = scratch.floats(Scratch.Use.EDGE, RowKernels.ROWS * WIDTH);
                    if (add) {
                        copy(c, place, n, edge, 0, WIDTH, mr, width);
                    }
                    tile(mr, done, edge, 0, WIDTH);
                    copy(edge, 0, WIDTH, c, place, n, mr, width);
                }
                done += mr;
            }
        }

        private void tile(int mr, int done, float[] y, int yt, int ldy) {
            int at = leftAt + (row + done) * left.row();
            float[] a = left.array();
            for (int j = 0; j < Math.min(WIDTH, n - column); j += RowKernels.COLUMNS) {
                int bt = block.at() + j;
                int to = yt + j;
                if (packLeft) {
                    int panel = done * depth;
                    ColumnKernels.run(mr, packed, panel, mr, block.array(), bt, block.step(), depth, y, to, ldy, add);
                } else if (left.step() == 1) {
                    RowKernels.run(mr, a, at, left.row(), block.array(), bt, block.step(), depth, y, to, ldy, add);
                } else {
                    ColumnKernels.run(mr, a, at, left.step(), block.array(), bt, block.step(), depth, y, to, ldy, add);
                }
            }
        }
    }

    private static void copy(float[] x, int xt, int ldx, float[] y, int yt, int ldy, int rows, int width) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(x, xt + i * ldx, y, yt + i * ldy, width);
        }
    }
}
