package io.blip2j.core.op.update;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.op.Check;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
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

    /// The matrix again in row-major order, F32, beyond any step.
    public static Tensor unpack(PackedMatrix matrix, Backend backend) {
        Tensor plain = Tensor.full(backend, DType.F32, Shape.of(matrix.n(), matrix.k()), 0)
                .keep();
        backend.kernels().unpack(matrix, plain.operand());
        return plain;
    }
}
