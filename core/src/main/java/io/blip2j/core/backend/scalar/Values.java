package io.blip2j.core.backend.scalar;

import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.shape.DType;

/// Operands as `double[]` in row-major order, whatever their type and strides.
final class Values {
    private Values() {}

    /// All elements of an operand.
    static double[] read(Operand x) {
        Storage storage = x.storage();
        if (!x.layout().isContiguous()) {
            return storage.toDoubles(x.layout());
        }
        double[] values = new double[x.shape().size()];
        int offset = x.layout().offset();
        for (int i = 0; i < values.length; i++) {
            values[i] = storage.get(offset + i);
        }
        return values;
    }

    /// All elements of an operand that may be left out: null where it is.
    static double[] readOptional(Operand x) {
        return x == null ? null : read(x);
    }

    /// Elements of integers, exact beyond 2^53 too.
    static long[] readLongs(Operand x) {
        return x.storage().toLongs(x.layout());
    }

    /// Writes all elements of an operand, each rounded once to its type.
    static void write(double[] values, Operand y) {
        Storage storage = y.storage();
        if (y.layout().isContiguous()) {
            int offset = y.layout().offset();
            for (int i = 0; i < values.length; i++) {
                storage.set(offset + i, values[i]);
            }
            return;
        }
        int[] places = Storage.places(y.layout());
        for (int i = 0; i < values.length; i++) {
            storage.set(places[i], values[i]);
        }
    }

    /// As [#write(double[], Operand)], or nothing where the operand is left out.
    static void writeOptional(double[] values, Operand y) {
        if (y != null) {
            write(values, y);
        }
    }

    /// Writes integers.
    static void writeLongs(long[] values, Operand y) {
        int[] places = Storage.places(y.layout());
        long[] array = y.storage().longs();
        for (int i = 0; i < values.length; i++) {
            array[places[i]] = values[i];
        }
    }

    /// Moves one element, converted to the other type; I64 to I64 is exact.
    static void move(Storage from, int i, Storage to, int j) {
        if (from.dtype() == DType.I64 && to.dtype() == DType.I64) {
            to.longs()[j] = from.longs()[i];
        } else {
            to.set(j, from.get(i));
        }
    }

    /// Size of the last axis; a scalar counts as one number.
    static int width(Operand x) {
        return x.shape().rank() == 0 ? 1 : x.shape().dim(-1);
    }

    /// How many rows of [#width(Operand)] numbers there are.
    static int rows(Operand x) {
        int width = width(x);
        return width == 0 ? 0 : x.shape().size() / width;
    }
}
