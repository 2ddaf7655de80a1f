package io.blip2j.core.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.blip2j.core.backend.Kernels;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.backend.UnaryFunction;
import io.blip2j.core.shape.DType;
import org.junit.jupiter.api.Test;

class ScalarProductsTest {
    private final Kernels kernels = new ScalarKernels();

    @Test
    void matmulReadsAnyStrides() {
        Operand rows = Make.f32(new double[] {1, 2, 3, 4, 5, 6}, 1, 3, 2);
        Operand a = Make.view(rows, l -> l.transpose(1, 2).expand(2, 2, 3));
        Operand b = Make.f32(new double[] {1, 0, 2, 1, 1, 1}, 2, 3, 1);
        Operand y = Make.empty(DType.F32, 2, 2, 1);
        kernels.matmul(a, b, y);
        assertArrayEquals(new double[] {11, 14, 9, 12}, Make.values(y));
        kernels.matmul(Make.empty(DType.F32, 2, 2, 0), Make.empty(DType.F32, 2, 0, 1), y);
        assertArrayEquals(new double[4], Make.values(y));
    }

    @Test
    void linearAddsBiasActsAndAddsTheResidual() {
        Operand x = Make.f32(new double[] {1, 2, -1, 1}, 2, 2);
        Operand w = Make.f32(new double[] {1, 1, 2, 0, 0, 3}, 3, 2);
        Operand bias = Make.f32(new double[] {0, -3, 1}, 3);
        Operand residual = Make.f32(new double[] {1, 1, 1, 2, 2, 2}, 2, 3);
        Operand y = Make.empty(DType.F32, 2, 3);
        kernels.linear(x, w, bias, UnaryFunction.RELU, residual, y);
        assertArrayEquals(new double[] {4, 1, 8, 2, 2, 6}, Make.values(y));
        kernels.linear(x, w, null, UnaryFunction.IDENTITY, null, y);
        assertArrayEquals(new double[] {3, 2, 6, 0, -2, 3}, Make.values(y));
    }

    @Test
    void linearGradientsMatchDifferences() {
        Operand x = Make.random("x", 3, 4);
        Operand w = Make.random("w", 2, 4);
        Operand y = Make.f64(3, 2);
        Operand dy = Make.random("dy", 3, 2);
        Operand dx = Make.f64(3, 4);
        Operand dw = Make.f64(2, 4);
        Runnable forward = () -> kernels.linear(x, w, null, UnaryFunction.IDENTITY, null, y);
        kernels.linearInputGradient(dy, w, dx);
        kernels.linearWeightGradient(dy, x, dw);
        Make.checkGradient("x", x, y, dy, dx, forward);
        Make.checkGradient("w", w, y, dy, dw, forward);
    }

    @Test
    void packedConstantsAreRoundedOnceAndRead() {
        Operand w = Make.f32(new double[] {1 + 0x1p-8, 2, 3, 1 + 3 * 0x1p-8}, 2, 2);
        PackedMatrix packed = kernels.pack("w", w, MatrixFormat.BF16);
        Operand back = Make.empty(DType.F32, 2, 2);
        kernels.unpack(packed, back);
        assertArrayEquals(new double[] {1, 2, 3, 1 + 0x1p-6}, Make.values(back));
        Operand x = Make.f32(new double[] {1, 10}, 1, 2);
        Operand y = Make.empty(DType.F32, 1, 2);
        kernels.linear(x, packed, null, UnaryFunction.IDENTITY, null, y);
        assertArrayEquals(new double[] {21, 13 + 10 * 0x1p-6}, Make.values(y));
        kernels.linearInputGradient(x, packed, y);
        assertArrayEquals(new double[] {31, 12 + 10 * 0x1p-6}, Make.values(y));
        Operand rows = Make.empty(DType.F32, 1, 2);
        kernels.embedding(packed, Make.i64(new long[] {1}, 1), rows);
        assertArrayEquals(new double[] {3, 1 + 0x1p-6}, Make.values(rows));
    }
}
