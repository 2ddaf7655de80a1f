package io.blip2j.core.op.update;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.backend.Quantization;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.op.Check;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// A matrix packed as a constant for its products, and back.
public final class Packing {
    private Packing() {}

    /// Packs a matrix `[n, k]` of type F32, F16 or BF16.
    /// @param what its name, for the message when memory is short
    public static PackedMatrix pack(String what, Tensor matrix, MatrixFormat format) {
        Check.rank("pack", what, matrix, 2);
        return matrix.kernels().pack(what, matrix.contiguous().operand(), format);
    }

    /// Packs integers and factors that were chosen before, as files hold them.
    ///
    /// | format | numbers (U8) | factors |
    /// |---|---|---|
    /// | INT8 | `[n, k]`, a byte `q + 128` | F32 `[n]` |
    /// | INT4 | `[n, ⌈k/2⌉]`, two numbers `q + 8` a byte, the first in the lower half | BF16 `[n, ⌈k/32⌉]` |
    ///
    public static PackedMatrix pack(String what, int k, MatrixFormat format, Integers integers) {
        Tensor numbers = integers.numbers();
        Tensor factors = integers.factors();
        boolean bytes = format == MatrixFormat.INT8;
        Check.rank("pack", what, numbers, 2);
        int n = numbers.dim(0);
        int each = Quantization.factors(format, k);
        boolean fits = numbers.dtype() == DType.U8
                && numbers.dim(1) == (bytes ? k : (k + 1) / 2)
                && factors.dtype() == (bytes ? DType.F32 : DType.BF16)
                && factors.shape().equals(bytes ? Shape.of(n) : Shape.of(n, each));
        if (!fits) {
            throw new ShapeException(
                    "pack",
                    what + " of " + k + " columns: no " + format + " in " + numbers.dtype() + " " + numbers.shape()
                            + " with factors " + factors.dtype() + " " + factors.shape());
        }
        return numbers.kernels()
                .packIntegers(
                        what,
                        k,
                        format,
                        numbers.contiguous().operand(),
                        factors.contiguous().operand());
    }

    /// Integers `q` and factors `s` of a matrix, as files hold them.
    public record Integers(Tensor numbers, Tensor factors) {}

    /// The integers and factors of a matrix in INT8 or INT4, beyond any step.
    public static Integers integers(PackedMatrix matrix, Backend backend) {
        int n = matrix.n();
        int k = matrix.k();
        boolean bytes = matrix.format() == MatrixFormat.INT8;
        Shape factorShape = bytes ? Shape.of(n) : Shape.of(n, Quantization.factors(matrix.format(), k));
        Tensor numbers = plain(backend, DType.U8, Shape.of(n, bytes ? k : (k + 1) / 2));
        Tensor factors = plain(backend, bytes ? DType.F32 : DType.BF16, factorShape);
        backend.kernels().unpackIntegers(matrix, numbers.operand(), factors.operand());
        return new Integers(numbers, factors);
    }

    private static Tensor plain(Backend backend, DType type, Shape shape) {
        return Tensor.of(backend, Storage.plain(type, shape.size()), Layout.contiguous(shape));
    }

    /// The matrix again in row-major order, F32, beyond any step.
    public static Tensor unpack(PackedMatrix matrix, Backend backend) {
        Tensor plain = Tensor.full(backend, DType.F32, Shape.of(matrix.n(), matrix.k()), 0)
                .keep();
        backend.kernels().unpack(matrix, plain.operand());
        return plain;
    }
}
