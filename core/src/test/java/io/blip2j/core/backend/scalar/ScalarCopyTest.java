package io.blip2j.core.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.blip2j.core.backend.Kernels;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.shape.DType;
import org.junit.jupiter.api.Test;

class ScalarCopyTest {
    private final Kernels kernels = new ScalarKernels();

    private double[] cast(DType to, double... values) {
        Operand y = Make.empty(to, values.length);
        kernels.copy(Make.f32(values, values.length), y);
        return Make.values(y);
    }

    @Test
    void halvesRoundToTheNearestEven() {
        assertArrayEquals(
                new double[] {1, 1 + 0x1p-6, -0.0, Double.POSITIVE_INFINITY},
                cast(DType.BF16, 1 + 0x1p-8, 1 + 3 * 0x1p-8, -0.0, Float.MAX_VALUE));
        assertArrayEquals(
                new double[] {1, 1 + 0x1p-9, 65504, Double.POSITIVE_INFINITY, 0x1p-24, 0, Double.NaN},
                cast(DType.F16, 1 + 0x1p-11, 1 + 3 * 0x1p-11, 65519, 65520, 0x1p-24, 0x1p-25, Double.NaN));
    }

    @Test
    void integersAreCutTowardZero() {
        assertArrayEquals(new double[] {1, -1, 0}, cast(DType.I64, 1.9, -1.9, -0.5));
    }

    @Test
    void bothSidesMayBeViews() {
        Operand x = Make.f32(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
        Operand y = Make.f32(new double[12], 3, 4);
        kernels.copy(Make.view(x, l -> l.transpose(0, 1)), Make.view(y, l -> l.slice(1, 0, 4, 2)));
        assertArrayEquals(new double[] {1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6, 0}, Make.values(y));
        kernels.fill(Make.view(y, l -> l.select(1, 1)), 9);
        assertArrayEquals(new double[] {1, 9, 4, 0, 2, 9, 5, 0, 3, 9, 6, 0}, Make.values(y));
    }

    @Test
    void idsKeepAllBits() {
        long big = (1L << 53) + 1;
        Operand y = Make.empty(DType.I64, 1);
        kernels.copy(Make.i64(new long[] {big}, 1), y);
        assertArrayEquals(new long[] {big}, Make.longs(y));
    }
}
