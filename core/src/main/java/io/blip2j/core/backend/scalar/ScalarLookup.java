package io.blip2j.core.backend.scalar;

import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.ShapeException;

/// Rows and elements by index. An index out of range is refused by name.
final class ScalarLookup {
    private ScalarLookup() {}

    /// `y[i, :] = table[ids[i], :]`: `table` `[vocab, n]`.
    static void embedding(Operand table, Operand ids, Operand y) {
        long[] rows = Values.readLongs(ids);
        int vocab = table.shape().dim(0);
        int n = table.shape().dim(1);
        double[] result = new double[rows.length * n];
        for (int i = 0; i < rows.length; i++) {
            int from = table.layout().offset() + checked("embedding", rows[i], vocab) * n;
            for (int c = 0; c < n; c++) {
                result[i * n + c] = table.storage().get(from + c);
            }
        }
        Values.write(result, y);
    }

    /// `y[i, :] = table[ids[i], :]`, widened from the constant's format.
    static void embedding(ScalarPackedMatrix table, Operand ids, Operand y) {
        long[] rows = Values.readLongs(ids);
        double[] result = new double[rows.length * table.k()];
        for (int i = 0; i < rows.length; i++) {
            int row = checked("embedding", rows[i], table.n());
            for (int c = 0; c < table.k(); c++) {
                result[i * table.k() + c] = table.get(row, c);
            }
        }
        Values.write(result, y);
    }

    /// `dtable[v, :] = Σ_{i: ids[i] = v} dy[i, :]` in order of `i`; the row of `paddingId` gets nothing.
    static void embeddingGradient(Operand ids, Operand dy, int paddingId, Operand dtable) {
        long[] rows = Values.readLongs(ids);
        double[] gradient = Values.read(dy);
        int vocab = dtable.shape().dim(0);
        int n = dtable.shape().dim(1);
        double[] result = new double[vocab * n];
        for (int i = 0; i < rows.length; i++) {
            int row = checked("embedding", rows[i], vocab);
            if (row == paddingId) {
                continue;
            }
            for (int c = 0; c < n; c++) {
                result[row * n + c] += gradient[i * n + c];
            }
        }
        Values.write(result, dtable);
    }

    /// `y[.., j, ..] = x[.., index[.., j, ..], ..]` along `axis`.
    static void gather(Operand x, Operand index, int axis, Operand y) {
        long[] along = Values.readLongs(index);
        int[] line = lines(x, index, axis);
        int[] to = Storage.places(y.layout());
        for (int i = 0; i < along.length; i++) {
            int step = checked("gather", along[i], x.shape().dim(axis))
                    * x.layout().stride(axis);
            Values.move(x.storage(), line[i] + step, y.storage(), to[i]);
        }
    }

    /// `y[.., index[.., j, ..], ..] = source[.., j, ..]` along `axis`, or `+=`; both in row-major order of `index`.
    static void scatter(Operand index, Operand source, int axis, boolean add, Operand y) {
        long[] along = Values.readLongs(index);
        int[] line = lines(y, index, axis);
        int[] from = Storage.places(Layout.of(
                index.shape(), source.layout().strides(), source.layout().offset()));
        boolean integers = y.dtype() == DType.I64;
        double[] sums = add && !integers ? Values.read(y) : new double[0];
        for (int i = 0; i < along.length; i++) {
            int place = line[i]
                    + checked("scatter", along[i], y.shape().dim(axis))
                            * y.layout().stride(axis);
            if (!add) {
                Values.move(source.storage(), from[i], y.storage(), place);
            } else if (integers) {
                y.storage().longs()[place] += source.storage().longs()[from[i]];
            } else {
                sums[place - y.layout().offset()] += source.storage().get(from[i]);
            }
        }
        Values.write(sums, y);
    }

    /// For each element of `index`: the place in `x` of the same coordinates, but 0 along `axis`.
    private static int[] lines(Operand x, Operand index, int axis) {
        int[] strides = x.layout().strides();
        strides[x.shape().axis("gather", axis)] = 0;
        return Storage.places(Layout.of(index.shape(), strides, x.layout().offset()));
    }

    private static int checked(String operation, long index, int size) {
        if (index < 0 || index >= size) {
            throw new ShapeException(operation, "index " + index + " is out of range: there are " + size + " rows");
        }
        return (int) index;
    }
}
