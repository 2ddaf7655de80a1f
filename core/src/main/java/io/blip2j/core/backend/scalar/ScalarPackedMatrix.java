package io.blip2j.core.backend.scalar;

import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.backend.Quantization;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.shape.DType;

/// A constant matrix `[n, k]`, row-major in the type of its format: a number, or `q·s` with an integer `q` and the
/// factor `s` of its row (INT8) or of its 32 neighbours (INT4).
final class ScalarPackedMatrix implements PackedMatrix {
    private final int n;
    private final int k;
    private final MatrixFormat format;
    private final Storage numbers;
    private final float[] factors;

    private ScalarPackedMatrix(int n, int k, MatrixFormat format, Storage numbers, float[] factors) {
        this.n = n;
        this.k = k;
        this.format = format;
        this.numbers = numbers;
        this.factors = factors;
    }

    /// Copies a matrix, each number rounded to the format: nearest, ties to even.
    static ScalarPackedMatrix of(String what, Operand w, MatrixFormat format) {
        double[] values = Values.read(w);
        int n = w.shape().dim(0);
        int k = w.shape().dim(1);
        DType type = switch (format) {
            case F32 -> DType.F32;
            case BF16 -> DType.BF16;
            case F16 -> DType.F16;
            case INT8, INT4 -> DType.I32;
        };
        Storage numbers = Storage.plain(type, values.length);
        int perRow = Quantization.factors(format, k);
        float[] factors = new float[n * perRow];
        if (format.isQuantized()) {
            for (int row = 0; row < n; row++) {
                round(what, format, values, row, k, numbers, factors);
            }
        } else {
            for (int i = 0; i < values.length; i++) {
                numbers.set(i, values[i]);
            }
        }
        return new ScalarPackedMatrix(n, k, format, numbers, factors);
    }

    private static void round(
            String what, MatrixFormat format, double[] values, int row, int k, Storage numbers, float[] factors) {
        float[] from = new float[k];
        for (int l = 0; l < k; l++) {
            from[l] = (float) values[row * k + l];
        }
        byte[] q = new byte[k];
        float[] s = new float[Quantization.factors(format, k)];
        Quantization.row(what, format, from, k, q, s);
        for (int l = 0; l < k; l++) {
            numbers.set(row * k + l, q[l]);
        }
        System.arraycopy(s, 0, factors, row * s.length, s.length);
    }

    /// Integers and factors as files hold them.
    static ScalarPackedMatrix ofIntegers(int k, MatrixFormat format, Operand numbers, Operand factors) {
        int n = numbers.shape().dim(0);
        double[] bytes = Values.read(numbers);
        double[] read = Values.read(factors);
        float[] s = new float[read.length];
        for (int i = 0; i < s.length; i++) {
            s[i] = (float) read[i];
        }
        Storage q = Storage.plain(DType.I32, n * k);
        int width = numbers.shape().dim(1);
        for (int row = 0; row < n; row++) {
            for (int l = 0; l < k; l++) {
                q.set(
                        row * k + l,
                        format == MatrixFormat.INT8
                                ? bytes[row * width + l] - 128
                                : ((int) bytes[row * width + l / 2] >> 4 * (l % 2) & 15) - 8);
            }
        }
        return new ScalarPackedMatrix(n, k, format, q, s);
    }

    /// Writes what [#ofIntegers] takes.
    void integers(Operand bytes, Operand intoFactors) {
        int width = bytes.shape().dim(1);
        double[] out = new double[n * width];
        for (int row = 0; row < n; row++) {
            for (int l = 0; l < k; l++) {
                int q = (int) numbers.get(row * k + l);
                if (format == MatrixFormat.INT8) {
                    out[row * width + l] = q + 128;
                } else {
                    out[row * width + l / 2] += (q + 8) << 4 * (l % 2);
                }
            }
        }
        Values.write(out, bytes);
        double[] s = new double[factors.length];
        for (int i = 0; i < s.length; i++) {
            s[i] = factors[i];
        }
        Values.write(s, intoFactors);
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

    /// One number, widened: `q·s` is exact in double.
    double get(int row, int column) {
        double number = numbers.get(row * k + column);
        return switch (format) {
            case F32, BF16, F16 -> number;
            case INT8 -> number * factors[row];
            case INT4 -> number * factors[row * Quantization.factors(format, k) + column / Quantization.GROUP];
        };
    }

    /// All numbers, widened, row by row.
    double[] values() {
        double[] values = new double[n * k];
        for (int i = 0; i < values.length; i++) {
            values[i] = get(i / k, i % k);
        }
        return values;
    }
}
