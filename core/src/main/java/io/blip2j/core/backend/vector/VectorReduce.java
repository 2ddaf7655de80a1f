package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Rows.L;
import static io.blip2j.core.backend.vector.Rows.S;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.blip2j.core.backend.Reduction;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// Sums and extremes of contiguous floats, along the last axis or across rows.
///
/// A long row is summed in chunks of 16384 elements, rows across in chunks of 128; within a chunk the order is
/// that of [Rows] or of the rows, and chunks are added in order.
final class VectorReduce {
    private static final int CHUNK = 16384;

    /// Rows that are added before their sum joins those of other chunks.
    static final int ROWS = 128;

    private VectorReduce() {}

    /// `y[r] = reduce of x[r, 0 .. n)`.
    static void lastAxis(Reduction how, float[] x, int xo, int rows, int n, float[] y, int yo) {
        if (n > CHUNK) {
            for (int r = 0; r < rows; r++) {
                longRow(how, x, xo + r * n, n, y, yo + r);
            }
        } else {
            Pieces.rows(rows, n, (from, to) -> group(how, x, xo + from * n, to - from, n, y, yo + from));
        }
    }

    private static void longRow(Reduction how, float[] x, int o, int n, float[] y, int yo) {
        int chunks = Pieces.count(n, CHUNK);
        float[] parts = Workspace.mine().partials(chunks);
        Pieces.chunks(chunks, n, c -> group(how, x, o + c * CHUNK, 1, Math.min(CHUNK, n - c * CHUNK), parts, c));
        if (how != Reduction.SUM) {
            group(how, parts, 0, 1, chunks, y, yo);
            return;
        }
        double total = 0;
        for (int c = 0; c < chunks; c++) {
            total += parts[c];
        }
        y[yo] = (float) total;
    }

    private static void group(Reduction how, float[] x, int xo, int rows, int n, float[] y, int yo) {
        switch (how) {
            case SUM -> RowSums.sums(x, xo, rows, n, y, yo);
            case MAX -> RowExtremes.maxima(x, xo, rows, n, y, yo);
            case MIN -> RowExtremes.minima(x, xo, rows, n, y, yo);
        }
    }

    /// `y[o, i] = reduce over j of x[o, j, i]`, `inner > 1`.
    static void acrossRows(Reduction how, float[] x, int xo, int outer, int n, int inner, float[] y, int yo) {
        int chunks = Pieces.count(n, ROWS);
        if (chunks <= 1) {
            Pieces.rows(outer, n * inner, (from, to) -> {
                for (int o = from; o < to; o++) {
                    rows(how, x, xo + o * n * inner, n, inner, y, yo + o * inner);
                }
            });
            return;
        }
        float[] parts = Workspace.mine().partials(outer * chunks * inner);
        Pieces.chunks(outer * chunks, (long) outer * n * inner, p -> {
            int first = p % chunks * ROWS;
            int start = xo + (p / chunks * n + first) * inner;
            rows(how, x, start, Math.min(ROWS, n - first), inner, parts, p * inner);
        });
        for (int o = 0; o < outer; o++) {
            rows(how, parts, o * chunks * inner, chunks, inner, y, yo + o * inner);
        }
    }

    /// `y[i] = Σ_j x[j, i]` in order of `j`.
    static void sumRows(float[] x, int xo, int n, int inner, float[] y, int yo) {
        rows(Reduction.SUM, x, xo, n, inner, y, yo);
    }

    /// `y[i] = reduce over j of x[j, i]` in order of `j`.
    private static void rows(Reduction how, float[] x, int xo, int n, int inner, float[] y, int yo) {
        float start =
                how == Reduction.SUM ? 0 : how == Reduction.MAX ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
        Arrays.fill(y, yo, yo + inner, start);
        int whole = S.loopBound(inner);
        for (int j = 0; j < n; j += 4) {
            int rows = Math.min(4, n - j);
            int o = xo + j * inner;
            for (int from = 0; from < whole; from += Pieces.BLOCK) {
                int to = Math.min(whole, from + Pieces.BLOCK);
                switch (how) {
                    case SUM -> addRows(rows, x, o, inner, y, yo, from, to);
                    case MAX -> maxRows(rows, x, o, inner, y, yo, from, to);
                    case MIN -> minRows(rows, x, o, inner, y, yo, from, to);
                }
            }
            for (int i = whole; i < inner; i++) {
                float c = y[yo + i];
                for (int r = 0; r < rows; r++) {
                    float v = x[o + r * inner + i];
                    c = how == Reduction.SUM ? c + v : how == Reduction.MAX ? Math.max(c, v) : Math.min(c, v);
                }
                y[yo + i] = c;
            }
        }
    }

    private static void addRows(int rows, float[] x, int o, int stride, float[] y, int yo, int from, int to) {
        if (rows == 4) {
            for (int i = from; i < to; i += L) {
                FloatVector c =
                        fromArray(S, y, yo + i).add(fromArray(S, x, o + i)).add(fromArray(S, x, o + stride + i));
                c.add(fromArray(S, x, o + 2 * stride + i))
                        .add(fromArray(S, x, o + 3 * stride + i))
                        .intoArray(y, yo + i);
            }
            return;
        }
        for (int r = 0; r < rows; r++) {
            for (int i = from; i < to; i += L) {
                fromArray(S, y, yo + i).add(fromArray(S, x, o + r * stride + i)).intoArray(y, yo + i);
            }
        }
    }

    private static void maxRows(int rows, float[] x, int o, int stride, float[] y, int yo, int from, int to) {
        for (int r = 0; r < rows; r++) {
            for (int i = from; i < to; i += L) {
                fromArray(S, y, yo + i).max(fromArray(S, x, o + r * stride + i)).intoArray(y, yo + i);
            }
        }
    }

    private static void minRows(int rows, float[] x, int o, int stride, float[] y, int yo, int from, int to) {
        for (int r = 0; r < rows; r++) {
            for (int i = from; i < to; i += L) {
                fromArray(S, y, yo + i).min(fromArray(S, x, o + r * stride + i)).intoArray(y, yo + i);
            }
        }
    }
}
