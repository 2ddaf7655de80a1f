package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Rows.L;
import static io.blip2j.core.backend.vector.Rows.S;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.blip2j.core.backend.Operand;
import io.blip2j.core.shape.ShapeException;
import java.util.Arrays;

/// Rows of a table by id and elements by index. An index out of range is refused by name.
final class VectorLookup {
    /// Columns that one worker adds to: it goes through all rows, in order.
    private static final int STRIP = 64;

    private VectorLookup() {}

    /// `y[i, :] = table[ids[i], :]`.
    static void embedding(Operand table, Operand ids, Operand y) {
        embedding(
                Operands.floats(table),
                Operands.at(table),
                table.shape().dim(0),
                table.shape().dim(1),
                ids.storage().longs(),
                Operands.at(ids),
                Operands.size(ids),
                Operands.floats(y),
                Operands.at(y));
    }

    private static void embedding(
            float[] table, int to, int vocab, int n, long[] ids, int io, int count, float[] y, int yo) {
        Pieces.rows(count, n, (from, end) -> {
            for (int i = from; i < end; i++) {
                int row = checked("embedding", ids[io + i], vocab);
                System.arraycopy(table, to + row * n, y, yo + i * n, n);
            }
        });
    }

    /// `dtable[ids[i], :] += dy[i, :]` in order of `i`, from zeros on; the row of `paddingId` gets nothing.
    static void embeddingGradient(Operand ids, Operand dy, int paddingId, Operand dtable) {
        embeddingGradient(
                ids.storage().longs(),
                Operands.at(ids),
                Operands.size(ids),
                Operands.floats(dy),
                Operands.at(dy),
                paddingId,
                Operands.floats(dtable),
                Operands.at(dtable),
                dtable.shape().dim(0),
                dtable.shape().dim(1));
    }

    private static void embeddingGradient(
            long[] ids,
            int io,
            int count,
            float[] dy,
            int dyo,
            int paddingId,
            float[] dtable,
            int to,
            int vocab,
            int n) {
        Pieces.blocks(vocab * n, (from, end) -> Arrays.fill(dtable, to + from, to + end, 0));
        Pieces.chunks(Pieces.count(n, STRIP), (long) count * n, strip -> {
            int column = strip * STRIP;
            int width = Math.min(STRIP, n - column);
            for (int i = 0; i < count; i++) {
                int row = checked("embedding", ids[io + i], vocab);
                if (row != paddingId) {
                    add(dy, dyo + i * n + column, dtable, to + row * n + column, width);
                }
            }
        });
    }

    private static void add(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            fromArray(S, y, yo + i).add(fromArray(S, x, xo + i)).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] += x[xo + i];
        }
    }

    /// `y[o, j, i] = x[o, index[o, j, i], i]`: `x` `[outer, size, inner]`, `y` and `index` `[outer, n, inner]`.
    static void gather(Operand x, Operand index, int axis, Operand y) {
        int along = x.shape().axis("gather", axis);
        gather(
                Operands.floats(x),
                Operands.at(x),
                x.shape().outer(along),
                x.shape().dim(along),
                x.shape().inner(along),
                index.storage().longs(),
                Operands.at(index),
                index.shape().dim(along),
                Operands.floats(y),
                Operands.at(y));
    }

    /// Whether two shapes differ at most along one axis.
    static boolean alike(Operand x, Operand index, int axis) {
        return x.shape().rank() > 0
                && x.shape().rank() == index.shape().rank()
                && x.shape().without(axis).equals(index.shape().without(axis));
    }

    private static void gather(
            float[] x, int xo, int outer, int size, int inner, long[] index, int io, int n, float[] y, int yo) {
        Pieces.rows(outer * n, 2 * inner, (from, end) -> {
            for (int row = from; row < end; row++) {
                int block = xo + row / n * size * inner;
                int at = row * inner;
                for (int i = 0; i < inner; i++) {
                    y[yo + at + i] = x[block + checked("gather", index[io + at + i], size) * inner + i];
                }
            }
        });
    }

    /// `y[o, index[o, j, i], i] += source[o, j, i]` in order of `j`.
    static void scatterAdd(Operand index, Operand source, int axis, Operand y) {
        int along = y.shape().axis("scatter", axis);
        scatterAdd(
                Operands.floats(y),
                Operands.at(y),
                y.shape().outer(along),
                y.shape().dim(along),
                y.shape().inner(along),
                index.storage().longs(),
                Operands.at(index),
                index.shape().dim(along),
                Operands.floats(source),
                Operands.at(source));
    }

    private static void scatterAdd(
            float[] y, int yo, int outer, int size, int inner, long[] index, int io, int n, float[] source, int so) {
        Pieces.rows(outer, 2 * n * inner, (from, end) -> {
            for (int o = from; o < end; o++) {
                int block = yo + o * size * inner;
                for (int j = 0; j < n; j++) {
                    int at = (o * n + j) * inner;
                    for (int i = 0; i < inner; i++) {
                        int to = checked("scatter", index[io + at + i], size);
                        y[block + to * inner + i] += source[so + at + i];
                    }
                }
            }
        });
    }

    private static int checked(String operation, long index, int size) {
        if (index < 0 || index >= size) {
            throw new ShapeException(operation, "index " + index + " is out of range: there are " + size + " rows");
        }
        return (int) index;
    }
}
