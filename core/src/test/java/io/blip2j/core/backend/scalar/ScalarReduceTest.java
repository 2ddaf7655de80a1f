package io.blip2j.core.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blip2j.core.backend.Kernels;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.Reduction;
import io.blip2j.core.shape.DType;
import org.junit.jupiter.api.Test;

class ScalarReduceTest {
    private static final double NAN = Double.NaN;
    private final Kernels kernels = new ScalarKernels();
    private final Operand x = Make.f32(new double[] {1, 9, 5, NAN, 5, 2, 7, 8, 7, 3, 6, 8}, 2, 3, 2);

    @Test
    void theMiddleAxisIsReduced() {
        Operand y = Make.empty(DType.F32, 2, 2);
        kernels.reduce(Reduction.SUM, x, 2, 3, 2, y);
        assertArrayEquals(new double[] {11, NAN, 20, 19}, Make.values(y));
        kernels.reduce(Reduction.MAX, x, 2, 3, 2, y);
        assertArrayEquals(new double[] {5, NAN, 7, 8}, Make.values(y));
        kernels.reduce(Reduction.MIN, x, 2, 3, 2, y);
        assertArrayEquals(new double[] {1, NAN, 6, 3}, Make.values(y));
        kernels.reduce(Reduction.SUM, Make.empty(DType.F32, 2, 0, 2), 2, 0, 2, y);
        assertArrayEquals(new double[4], Make.values(y));
    }

    @Test
    void theFirstOfEqualsIsTakenAndNanBeforeAll() {
        Operand index = Make.empty(DType.I64, 2, 2);
        kernels.argReduce(true, x, 2, 3, 2, index);
        assertArrayEquals(new long[] {1, 1, 0, 0}, Make.longs(index));
        kernels.argReduce(false, x, 2, 3, 2, index);
        assertArrayEquals(new long[] {0, 1, 2, 1}, Make.longs(index));
    }

    @Test
    void runningSumsAreExactInIntegers() {
        Operand y = Make.empty(DType.F32, 2, 3, 2);
        kernels.cumulativeSum(x, 2, 3, 2, y);
        assertArrayEquals(new double[] {1, 9, 6, NAN, 11, NAN, 7, 8, 14, 11, 20, 19}, Make.values(y));
        long big = 1L << 60;
        Operand ids = Make.empty(DType.I64, 3);
        kernels.cumulativeSum(Make.i64(new long[] {big, 1, 1}, 3), 1, 3, 1, ids);
        assertArrayEquals(new long[] {big, big + 1, big + 2}, Make.longs(ids));
    }

    @Test
    void topKKeepsEqualsInOrder() {
        Operand rows = Make.f32(new double[] {3, 1, 3, NAN, 2, 0, 4, 0, 4, 0}, 2, 5);
        Operand three = Make.empty(DType.I64, 2, 3);
        kernels.topK(rows, 3, true, three);
        assertArrayEquals(new long[] {3, 0, 2, 1, 3, 0}, Make.longs(three));
        Operand all = Make.empty(DType.I64, 2, 5);
        kernels.topK(rows, 5, false, all);
        assertArrayEquals(new long[] {1, 4, 0, 2, 3, 0, 2, 4, 1, 3}, Make.longs(all));
    }

    @Test
    void squaresAreSummedInDouble() {
        assertEquals(1e10 + 2, kernels.sumOfSquares(Make.f32(new double[] {1e5, 1, 1}, 3)));
    }
}
