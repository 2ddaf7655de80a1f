package io.blip2j.core.backend.vector;

import io.blip2j.core.parallel.Workers;

/// Cuts the work of a kernel into pieces by shape alone, and runs them on the shared workers where that pays.
///
/// No piece is longer than [#BLOCK] elements (or one row): inner loops are entered often and briefly, so they are
/// compiled as whole methods and never replaced on the stack while they run, which can box every vector for good.
final class Pieces {
    /// Elements that one call of an inner loop walks over.
    static final int BLOCK = 4096;

    /// Elements that one worker takes at a time.
    private static final int SHARE = 4 * BLOCK;

    /// Elements below which waking the other workers costs more than it saves.
    private static final int PARALLEL = 2 * SHARE;

    private Pieces() {}

    /// A stretch of elements, or rows.
    @FunctionalInterface
    interface Range {
        /// @param from the first
        /// @param to one behind the last
        void run(int from, int to);
    }

    /// Runs `body` over `0 .. n` in blocks.
    static void blocks(int n, Range body) {
        if (n <= BLOCK) {
            if (n > 0) {
                body.run(0, n);
            }
        } else if (n < PARALLEL) {
            within(0, n, BLOCK, body);
        } else {
            Workers.shared()
                    .forEach(count(n, SHARE), piece -> within(piece * SHARE, end(piece, SHARE, n), BLOCK, body));
        }
    }

    private static void within(int from, int to, int step, Range body) {
        for (int at = from; at < to; at += step) {
            body.run(at, Math.min(to, at + step));
        }
    }

    /// Runs `body` over `0 .. rows`, whole rows of `cost` elements each, in groups of about a block.
    static void rows(int rows, int cost, Range body) {
        int group = rowsIn(BLOCK, cost);
        if (rows > group && (long) rows * cost >= PARALLEL) {
            int share = rowsIn(SHARE, cost);
            Workers.shared()
                    .forEach(count(rows, share), piece -> within(piece * share, end(piece, share, rows), group, body));
        } else {
            within(0, rows, group, body);
        }
    }

    /// Runs `body` over `0 .. count` chunks that together walk over `elements`, each chunk on its own.
    static void chunks(int count, long elements, Workers.Piece body) {
        if (count > 1 && elements >= PARALLEL) {
            Workers.shared().forEach(count, body);
        } else {
            for (int chunk = 0; chunk < count; chunk++) {
                body.run(chunk);
            }
        }
    }

    /// How many rows of a given cost make up about `elements`, at least one.
    private static int rowsIn(int elements, int cost) {
        return Math.max(1, elements / Math.max(1, cost));
    }

    /// Number of pieces of a size that cover `n`.
    static int count(int n, int size) {
        return (n + size - 1) / size;
    }

    /// One behind the last of a piece.
    static int end(int piece, int size, int n) {
        return (int) Math.min(n, (piece + 1L) * size);
    }
}
