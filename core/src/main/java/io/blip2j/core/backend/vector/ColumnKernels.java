package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Lanes.COUNT;
import static io.blip2j.core.backend.vector.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/// Products of one register tile, with `a` by columns: `a[i, p]` lies at `at + p·lda + i`.
///
/// As [RowKernels], for `a` that is transposed where it lies (weight gradients, weights of attention) or was
/// packed in row panels, `lda` then being the rows of the panel.
final class ColumnKernels {
    /// Most rows of a tile.
    static final int ROWS = 8;

    /// Columns of a tile: two registers.
    static final int COLUMNS = 2 * COUNT;

    private ColumnKernels() {}

    /// `c[i, j] (+)= Σ_p a[i, p]·b[p, j]` for `i < rows`, `j < COLUMNS`, `p < k` ascending from 0; at most [#ROWS].
    /// @param add whether the finished sum is added to what `c` holds, and not put in its place
    static void run(
            int rows,
            float[] a,
            int at,
            int lda,
            float[] b,
            int bt,
            int ldb,
            int k,
            float[] c,
            int ct,
            int ldc,
            boolean add) {
        switch (rows) {
            case 1 -> of1(a, at, lda, b, bt, ldb, k, c, ct, ldc, add);
            case 2 -> of2(a, at, lda, b, bt, ldb, k, c, ct, ldc, add);
            case 3 -> of3(a, at, lda, b, bt, ldb, k, c, ct, ldc, add);
            case 4 -> of4(a, at, lda, b, bt, ldb, k, c, ct, ldc, add);
            case 5 -> of5(a, at, lda, b, bt, ldb, k, c, ct, ldc, add);
            case 6 -> of6(a, at, lda, b, bt, ldb, k, c, ct, ldc, add);
            case 7 -> of7(a, at, lda, b, bt, ldb, k, c, ct, ldc, add);
            case 8 -> of8(a, at, lda, b, bt, ldb, k, c, ct, ldc, add);
            default -> throw new IllegalArgumentException("a tile has 1 to 8 rows, got " + rows);
        }
    }

    private static void of1(
            float[] a, int at, int lda, float[] b, int bt, int ldb, int k, float[] c, int ct, int ldc, boolean add) {
        FloatVector c00 = FloatVector.zero(FLOATS);
        FloatVector c01 = FloatVector.zero(FLOATS);
        for (int p = 0; p < k; p++) {
            int ap = at + p * lda;
            int bp = bt + p * ldb;
            FloatVector b0 = FloatVector.fromArray(FLOATS, b, bp);
            FloatVector b1 = FloatVector.fromArray(FLOATS, b, bp + COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOATS, a[ap]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
        }
        if (add) {
            c00 = FloatVector.fromArray(FLOATS, c, ct).add(c00);
            c01 = FloatVector.fromArray(FLOATS, c, ct + COUNT).add(c01);
        }
        c00.intoArray(c, ct);
        c01.intoArray(c, ct + COUNT);
    }

    private static void of2(
            float[] a, int at, int lda, float[] b, int bt, int ldb, int k, float[] c, int ct, int ldc, boolean add) {
        FloatVector c00 = FloatVector.zero(FLOATS);
        FloatVector c01 = FloatVector.zero(FLOATS);
        FloatVector c10 = FloatVector.zero(FLOATS);
        FloatVector c11 = FloatVector.zero(FLOATS);
        for (int p = 0; p < k; p++) {
            int ap = at + p * lda;
            int bp = bt + p * ldb;
            FloatVector b0 = FloatVector.fromArray(FLOATS, b, bp);
            FloatVector b1 = FloatVector.fromArray(FLOATS, b, bp + COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOATS, a[ap]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(FLOATS, a[ap + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
        }
        if (add) {
            c00 = FloatVector.fromArray(FLOATS, c, ct).add(c00);
            c01 = FloatVector.fromArray(FLOATS, c, ct + COUNT).add(c01);
            c10 = FloatVector.fromArray(FLOATS, c, ct + ldc).add(c10);
            c11 = FloatVector.fromArray(FLOATS, c, ct + ldc + COUNT).add(c11);
        }
        c00.intoArray(c, ct);
        c01.intoArray(c, ct + COUNT);
        c10.intoArray(c, ct + ldc);
        c11.intoArray(c, ct + ldc + COUNT);
    }

    private static void of3(
            float[] a, int at, int lda, float[] b, int bt, int ldb, int k, float[] c, int ct, int ldc, boolean add) {
        FloatVector c00 = FloatVector.zero(FLOATS);
        FloatVector c01 = FloatVector.zero(FLOATS);
        FloatVector c10 = FloatVector.zero(FLOATS);
        FloatVector c11 = FloatVector.zero(FLOATS);
        FloatVector c20 = FloatVector.zero(FLOATS);
        FloatVector c21 = FloatVector.zero(FLOATS);
        for (int p = 0; p < k; p++) {
            int ap = at + p * lda;
            int bp = bt + p * ldb;
            FloatVector b0 = FloatVector.fromArray(FLOATS, b, bp);
            FloatVector b1 = FloatVector.fromArray(FLOATS, b, bp + COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOATS, a[ap]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(FLOATS, a[ap + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(FLOATS, a[ap + 2]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
        }
        if (add) {
            c00 = FloatVector.fromArray(FLOATS, c, ct).add(c00);
            c01 = FloatVector.fromArray(FLOATS, c, ct + COUNT).add(c01);
            c10 = FloatVector.fromArray(FLOATS, c, ct + ldc).add(c10);
            c11 = FloatVector.fromArray(FLOATS, c, ct + ldc + COUNT).add(c11);
            c20 = FloatVector.fromArray(FLOATS, c, ct + 2 * ldc).add(c20);
            c21 = FloatVector.fromArray(FLOATS, c, ct + 2 * ldc + COUNT).add(c21);
        }
        c00.intoArray(c, ct);
        c01.intoArray(c, ct + COUNT);
        c10.intoArray(c, ct + ldc);
        c11.intoArray(c, ct + ldc + COUNT);
        c20.intoArray(c, ct + 2 * ldc);
        c21.intoArray(c, ct + 2 * ldc + COUNT);
    }

    private static void of4(
            float[] a, int at, int lda, float[] b, int bt, int ldb, int k, float[] c, int ct, int ldc, boolean add) {
        FloatVector c00 = FloatVector.zero(FLOATS);
        FloatVector c01 = FloatVector.zero(FLOATS);
        FloatVector c10 = FloatVector.zero(FLOATS);
        FloatVector c11 = FloatVector.zero(FLOATS);
        FloatVector c20 = FloatVector.zero(FLOATS);
        FloatVector c21 = FloatVector.zero(FLOATS);
        FloatVector c30 = FloatVector.zero(FLOATS);
        FloatVector c31 = FloatVector.zero(FLOATS);
        for (int p = 0; p < k; p++) {
            int ap = at + p * lda;
            int bp = bt + p * ldb;
            FloatVector b0 = FloatVector.fromArray(FLOATS, b, bp);
            FloatVector b1 = FloatVector.fromArray(FLOATS, b, bp + COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOATS, a[ap]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(FLOATS, a[ap + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(FLOATS, a[ap + 2]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            FloatVector x3 = FloatVector.broadcast(FLOATS, a[ap + 3]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
        }
        if (add) {
            c00 = FloatVector.fromArray(FLOATS, c, ct).add(c00);
            c01 = FloatVector.fromArray(FLOATS, c, ct + COUNT).add(c01);
            c10 = FloatVector.fromArray(FLOATS, c, ct + ldc).add(c10);
            c11 = FloatVector.fromArray(FLOATS, c, ct + ldc + COUNT).add(c11);
            c20 = FloatVector.fromArray(FLOATS, c, ct + 2 * ldc).add(c20);
            c21 = FloatVector.fromArray(FLOATS, c, ct + 2 * ldc + COUNT).add(c21);
            c30 = FloatVector.fromArray(FLOATS, c, ct + 3 * ldc).add(c30);
            c31 = FloatVector.fromArray(FLOATS, c, ct + 3 * ldc + COUNT).add(c31);
        }
        c00.intoArray(c, ct);
        c01.intoArray(c, ct + COUNT);
        c10.intoArray(c, ct + ldc);
        c11.intoArray(c, ct + ldc + COUNT);
        c20.intoArray(c, ct + 2 * ldc);
        c21.intoArray(c, ct + 2 * ldc + COUNT);
        c30.intoArray(c, ct + 3 * ldc);
        c31.intoArray(c, ct + 3 * ldc + COUNT);
    }

    private static void of5(
            float[] a, int at, int lda, float[] b, int bt, int ldb, int k, float[] c, int ct, int ldc, boolean add) {
        FloatVector c00 = FloatVector.zero(FLOATS);
        FloatVector c01 = FloatVector.zero(FLOATS);
        FloatVector c10 = FloatVector.zero(FLOATS);
        FloatVector c11 = FloatVector.zero(FLOATS);
        FloatVector c20 = FloatVector.zero(FLOATS);
        FloatVector c21 = FloatVector.zero(FLOATS);
        FloatVector c30 = FloatVector.zero(FLOATS);
        FloatVector c31 = FloatVector.zero(FLOATS);
        FloatVector c40 = FloatVector.zero(FLOATS);
        FloatVector c41 = FloatVector.zero(FLOATS);
        for (int p = 0; p < k; p++) {
            int ap = at + p * lda;
            int bp = bt + p * ldb;
            FloatVector b0 = FloatVector.fromArray(FLOATS, b, bp);
            FloatVector b1 = FloatVector.fromArray(FLOATS, b, bp + COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOATS, a[ap]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(FLOATS, a[ap + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(FLOATS, a[ap + 2]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            FloatVector x3 = FloatVector.broadcast(FLOATS, a[ap + 3]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            FloatVector x4 = FloatVector.broadcast(FLOATS, a[ap + 4]);
            c40 = x4.fma(b0, c40);
            c41 = x4.fma(b1, c41);
        }
        if (add) {
            c00 = FloatVector.fromArray(FLOATS, c, ct).add(c00);
            c01 = FloatVector.fromArray(FLOATS, c, ct + COUNT).add(c01);
            c10 = FloatVector.fromArray(FLOATS, c, ct + ldc).add(c10);
            c11 = FloatVector.fromArray(FLOATS, c, ct + ldc + COUNT).add(c11);
            c20 = FloatVector.fromArray(FLOATS, c, ct + 2 * ldc).add(c20);
            c21 = FloatVector.fromArray(FLOATS, c, ct + 2 * ldc + COUNT).add(c21);
            c30 = FloatVector.fromArray(FLOATS, c, ct + 3 * ldc).add(c30);
            c31 = FloatVector.fromArray(FLOATS, c, ct + 3 * ldc + COUNT).add(c31);
            c40 = FloatVector.fromArray(FLOATS, c, ct + 4 * ldc).add(c40);
            c41 = FloatVector.fromArray(FLOATS, c, ct + 4 * ldc + COUNT).add(c41);
        }
        c00.intoArray(c, ct);
        c01.intoArray(c, ct + COUNT);
        c10.intoArray(c, ct + ldc);
        c11.intoArray(c, ct + ldc + COUNT);
        c20.intoArray(c, ct + 2 * ldc);
        c21.intoArray(c, ct + 2 * ldc + COUNT);
        c30.intoArray(c, ct + 3 * ldc);
        c31.intoArray(c, ct + 3 * ldc + COUNT);
        c40.intoArray(c, ct + 4 * ldc);
        c41.intoArray(c, ct + 4 * ldc + COUNT);
    }

    private static void of6(
            float[] a, int at, int lda, float[] b, int bt, int ldb, int k, float[] c, int ct, int ldc, boolean add) {
        FloatVector c00 = FloatVector.zero(FLOATS);
        FloatVector c01 = FloatVector.zero(FLOATS);
        FloatVector c10 = FloatVector.zero(FLOATS);
        FloatVector c11 = FloatVector.zero(FLOATS);
        FloatVector c20 = FloatVector.zero(FLOATS);
        FloatVector c21 = FloatVector.zero(FLOATS);
        FloatVector c30 = FloatVector.zero(FLOATS);
        FloatVector c31 = FloatVector.zero(FLOATS);
        FloatVector c40 = FloatVector.zero(FLOATS);
        FloatVector c41 = FloatVector.zero(FLOATS);
        FloatVector c50 = FloatVector.zero(FLOATS);
        FloatVector c51 = FloatVector.zero(FLOATS);
        for (int p = 0; p < k; p++) {
            int ap = at + p * lda;
            int bp = bt + p * ldb;
            FloatVector b0 = FloatVector.fromArray(FLOATS, b, bp);
            FloatVector b1 = FloatVector.fromArray(FLOATS, b, bp + COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOATS, a[ap]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(FLOATS, a[ap + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(FLOATS, a[ap + 2]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            FloatVector x3 = FloatVector.broadcast(FLOATS, a[ap + 3]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            FloatVector x4 = FloatVector.broadcast(FLOATS, a[ap + 4]);
            c40 = x4.fma(b0, c40);
            c41 = x4.fma(b1, c41);
            FloatVector x5 = FloatVector.broadcast(FLOATS, a[ap + 5]);
            c50 = x5.fma(b0, c50);
            c51 = x5.fma(b1, c51);
        }
        if (add) {
            c00 = FloatVector.fromArray(FLOATS, c, ct).add(c00);
            c01 = FloatVector.fromArray(FLOATS, c, ct + COUNT).add(c01);
            c10 = FloatVector.fromArray(FLOATS, c, ct + ldc).add(c10);
            c11 = FloatVector.fromArray(FLOATS, c, ct + ldc + COUNT).add(c11);
            c20 = FloatVector.fromArray(FLOATS, c, ct + 2 * ldc).add(c20);
            c21 = FloatVector.fromArray(FLOATS, c, ct + 2 * ldc + COUNT).add(c21);
            c30 = FloatVector.fromArray(FLOATS, c, ct + 3 * ldc).add(c30);
            c31 = FloatVector.fromArray(FLOATS, c, ct + 3 * ldc + COUNT).add(c31);
            c40 = FloatVector.fromArray(FLOATS, c, ct + 4 * ldc).add(c40);
            c41 = FloatVector.fromArray(FLOATS, c, ct + 4 * ldc + COUNT).add(c41);
            c50 = FloatVector.fromArray(FLOATS, c, ct + 5 * ldc).add(c50);
            c51 = FloatVector.fromArray(FLOATS, c, ct + 5 * ldc + COUNT).add(c51);
        }
        c00.intoArray(c, ct);
        c01.intoArray(c, ct + COUNT);
        c10.intoArray(c, ct + ldc);
        c11.intoArray(c, ct + ldc + COUNT);
        c20.intoArray(c, ct + 2 * ldc);
        c21.intoArray(c, ct + 2 * ldc + COUNT);
        c30.intoArray(c, ct + 3 * ldc);
        c31.intoArray(c, ct + 3 * ldc + COUNT);
        c40.intoArray(c, ct + 4 * ldc);
        c41.intoArray(c, ct + 4 * ldc + COUNT);
        c50.intoArray(c, ct + 5 * ldc);
        c51.intoArray(c, ct + 5 * ldc + COUNT);
    }

    private static void of7(
            float[] a, int at, int lda, float[] b, int bt, int ldb, int k, float[] c, int ct, int ldc, boolean add) {
        FloatVector c00 = FloatVector.zero(FLOATS);
        FloatVector c01 = FloatVector.zero(FLOATS);
        FloatVector c10 = FloatVector.zero(FLOATS);
        FloatVector c11 = FloatVector.zero(FLOATS);
        FloatVector c20 = FloatVector.zero(FLOATS);
        FloatVector c21 = FloatVector.zero(FLOATS);
        FloatVector c30 = FloatVector.zero(FLOATS);
        FloatVector c31 = FloatVector.zero(FLOATS);
        FloatVector c40 = FloatVector.zero(FLOATS);
        FloatVector c41 = FloatVector.zero(FLOATS);
        FloatVector c50 = FloatVector.zero(FLOATS);
        FloatVector c51 = FloatVector.zero(FLOATS);
        FloatVector c60 = FloatVector.zero(FLOATS);
        FloatVector c61 = FloatVector.zero(FLOATS);
        for (int p = 0; p < k; p++) {
            int ap = at + p * lda;
            int bp = bt + p * ldb;
            FloatVector b0 = FloatVector.fromArray(FLOATS, b, bp);
            FloatVector b1 = FloatVector.fromArray(FLOATS, b, bp + COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOATS, a[ap]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(FLOATS, a[ap + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(FLOATS, a[ap + 2]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            FloatVector x3 = FloatVector.broadcast(FLOATS, a[ap + 3]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            FloatVector x4 = FloatVector.broadcast(FLOATS, a[ap + 4]);
            c40 = x4.fma(b0, c40);
            c41 = x4.fma(b1, c41);
            FloatVector x5 = FloatVector.broadcast(FLOATS, a[ap + 5]);
            c50 = x5.fma(b0, c50);
            c51 = x5.fma(b1, c51);
            FloatVector x6 = FloatVector.broadcast(FLOATS, a[ap + 6]);
            c60 = x6.fma(b0, c60);
            c61 = x6.fma(b1, c61);
        }
        if (add) {
            c00 = FloatVector.fromArray(FLOATS, c, ct).add(c00);
            c01 = FloatVector.fromArray(FLOATS, c, ct + COUNT).add(c01);
            c10 = FloatVector.fromArray(FLOATS, c, ct + ldc).add(c10);
            c11 = FloatVector.fromArray(FLOATS, c, ct + ldc + COUNT).add(c11);
            c20 = FloatVector.fromArray(FLOATS, c, ct + 2 * ldc).add(c20);
            c21 = FloatVector.fromArray(FLOATS, c, ct + 2 * ldc + COUNT).add(c21);
            c30 = FloatVector.fromArray(FLOATS, c, ct + 3 * ldc).add(c30);
            c31 = FloatVector.fromArray(FLOATS, c, ct + 3 * ldc + COUNT).add(c31);
            c40 = FloatVector.fromArray(FLOATS, c, ct + 4 * ldc).add(c40);
            c41 = FloatVector.fromArray(FLOATS, c, ct + 4 * ldc + COUNT).add(c41);
            c50 = FloatVector.fromArray(FLOATS, c, ct + 5 * ldc).add(c50);
            c51 = FloatVector.fromArray(FLOATS, c, ct + 5 * ldc + COUNT).add(c51);
            c60 = FloatVector.fromArray(FLOATS, c, ct + 6 * ldc).add(c60);
            c61 = FloatVector.fromArray(FLOATS, c, ct + 6 * ldc + COUNT).add(c61);
        }
        c00.intoArray(c, ct);
        c01.intoArray(c, ct + COUNT);
        c10.intoArray(c, ct + ldc);
        c11.intoArray(c, ct + ldc + COUNT);
        c20.intoArray(c, ct + 2 * ldc);
        c21.intoArray(c, ct + 2 * ldc + COUNT);
        c30.intoArray(c, ct + 3 * ldc);
        c31.intoArray(c, ct + 3 * ldc + COUNT);
        c40.intoArray(c, ct + 4 * ldc);
        c41.intoArray(c, ct + 4 * ldc + COUNT);
        c50.intoArray(c, ct + 5 * ldc);
        c51.intoArray(c, ct + 5 * ldc + COUNT);
        c60.intoArray(c, ct + 6 * ldc);
        c61.intoArray(c, ct + 6 * ldc + COUNT);
    }

    private static void of8(
            float[] a, int at, int lda, float[] b, int bt, int ldb, int k, float[] c, int ct, int ldc, boolean add) {
        FloatVector c00 = FloatVector.zero(FLOATS);
        FloatVector c01 = FloatVector.zero(FLOATS);
        FloatVector c10 = FloatVector.zero(FLOATS);
        FloatVector c11 = FloatVector.zero(FLOATS);
        FloatVector c20 = FloatVector.zero(FLOATS);
        FloatVector c21 = FloatVector.zero(FLOATS);
        FloatVector c30 = FloatVector.zero(FLOATS);
        FloatVector c31 = FloatVector.zero(FLOATS);
        FloatVector c40 = FloatVector.zero(FLOATS);
        FloatVector c41 = FloatVector.zero(FLOATS);
        FloatVector c50 = FloatVector.zero(FLOATS);
        FloatVector c51 = FloatVector.zero(FLOATS);
        FloatVector c60 = FloatVector.zero(FLOATS);
        FloatVector c61 = FloatVector.zero(FLOATS);
        FloatVector c70 = FloatVector.zero(FLOATS);
        FloatVector c71 = FloatVector.zero(FLOATS);
        for (int p = 0; p < k; p++) {
            int ap = at + p * lda;
            int bp = bt + p * ldb;
            FloatVector b0 = FloatVector.fromArray(FLOATS, b, bp);
            FloatVector b1 = FloatVector.fromArray(FLOATS, b, bp + COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOATS, a[ap]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(FLOATS, a[ap + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(FLOATS, a[ap + 2]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            FloatVector x3 = FloatVector.broadcast(FLOATS, a[ap + 3]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            FloatVector x4 = FloatVector.broadcast(FLOATS, a[ap + 4]);
            c40 = x4.fma(b0, c40);
            c41 = x4.fma(b1, c41);
            FloatVector x5 = FloatVector.broadcast(FLOATS, a[ap + 5]);
            c50 = x5.fma(b0, c50);
            c51 = x5.fma(b1, c51);
            FloatVector x6 = FloatVector.broadcast(FLOATS, a[ap + 6]);
            c60 = x6.fma(b0, c60);
            c61 = x6.fma(b1, c61);
            FloatVector x7 = FloatVector.broadcast(FLOATS, a[ap + 7]);
            c70 = x7.fma(b0, c70);
            c71 = x7.fma(b1, c71);
        }
        if (add) {
            c00 = FloatVector.fromArray(FLOATS, c, ct).add(c00);
            c01 = FloatVector.fromArray(FLOATS, c, ct + COUNT).add(c01);
            c10 = FloatVector.fromArray(FLOATS, c, ct + ldc).add(c10);
            c11 = FloatVector.fromArray(FLOATS, c, ct + ldc + COUNT).add(c11);
            c20 = FloatVector.fromArray(FLOATS, c, ct + 2 * ldc).add(c20);
            c21 = FloatVector.fromArray(FLOATS, c, ct + 2 * ldc + COUNT).add(c21);
            c30 = FloatVector.fromArray(FLOATS, c, ct + 3 * ldc).add(c30);
            c31 = FloatVector.fromArray(FLOATS, c, ct + 3 * ldc + COUNT).add(c31);
            c40 = FloatVector.fromArray(FLOATS, c, ct + 4 * ldc).add(c40);
            c41 = FloatVector.fromArray(FLOATS, c, ct + 4 * ldc + COUNT).add(c41);
            c50 = FloatVector.fromArray(FLOATS, c, ct + 5 * ldc).add(c50);
            c51 = FloatVector.fromArray(FLOATS, c, ct + 5 * ldc + COUNT).add(c51);
            c60 = FloatVector.fromArray(FLOATS, c, ct + 6 * ldc).add(c60);
            c61 = FloatVector.fromArray(FLOATS, c, ct + 6 * ldc + COUNT).add(c61);
            c70 = FloatVector.fromArray(FLOATS, c, ct + 7 * ldc).add(c70);
            c71 = FloatVector.fromArray(FLOATS, c, ct + 7 * ldc + COUNT).add(c71);
        }
        c00.intoArray(c, ct);
        c01.intoArray(c, ct + COUNT);
        c10.intoArray(c, ct + ldc);
        c11.intoArray(c, ct + ldc + COUNT);
        c20.intoArray(c, ct + 2 * ldc);
        c21.intoArray(c, ct + 2 * ldc + COUNT);
        c30.intoArray(c, ct + 3 * ldc);
        c31.intoArray(c, ct + 3 * ldc + COUNT);
        c40.intoArray(c, ct + 4 * ldc);
        c41.intoArray(c, ct + 4 * ldc + COUNT);
        c50.intoArray(c, ct + 5 * ldc);
        c51.intoArray(c, ct + 5 * ldc + COUNT);
        c60.intoArray(c, ct + 6 * ldc);
        c61.intoArray(c, ct + 6 * ldc + COUNT);
        c70.intoArray(c, ct + 7 * ldc);
        c71.intoArray(c, ct + 7 * ldc + COUNT);
    }
}
