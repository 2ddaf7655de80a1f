package io.blip2j.core.backend.scalar;

import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.shape.DType;

/// A constant matrix `[n, k]`, row-major in the type of its format.
final class ScalarPackedMatrix implements PackedMatrix {
    private final int n;
    private final int k;
    private final MatrixFormat format;
    private final Storage numbers;

    private ScalarPackedMatrix(int n, int k, MatrixFormat format, Storage numbers) {
        this.n = n;
        this.k = k;
        this.format = format;
        this.numbers = numbers;
    }

    /// Copies a matrix, each number rounded to the format: nearest, ties to even.
    static ScalarPackedMatrix of(Operand w, MatrixFormat format) {
        double[] values = Values.read(w);
        Storage numbers = switch (format) {
            case F32 -> Storage.of(DType.F32, values.length, new float[values.length]);
            case BF16 -> Storage.of(DType.BF16, values.length, new short[values.length]);
            case F16 -> Storage.of(DType.F16, values.length, new short[values.length]);
        };
        for (int i = 0; i < values.length; i++) {
            numbers.set(i, values[i]);
        }
        return new ScalarPackedMatrix(w.shape().dim(0), w.shape().dim(1), format, numbers);
    }

    /// The matrix behind the interface, which must have been packed here.
    static ScalarPackedMatrix from(PackedMatrix matrix) {
        if (matrix instanceof ScalarPackedMatrix own) {
            return own;
        }
        throw new IllegalArgumentException("linear: the matrix [" + matrix.n() + ", " + matrix.k()
                + "] was packed by another backend than scalar. Pack it with the backend that multiplies it");
    }

    @Override
    public int n() {
        return n;
    }

    @Override
    public int k() {
        return k;
    }

    @Override
    public MatrixFormat format() {
        return format;
    }

    double get(int row, int column) {
        return numbers.get(row * k + column);
    }

    /// All numbers, widened, row by row.
    double[] values() {
        double[] values = new double[n * k];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i);
        }
        return values;
    }
}
