package io.blip2j.core.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.blip2j.core.backend.Kernels;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.shape.DType;
import org.junit.jupiter.api.Test;

class ScalarNormTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;
    private final Kernels kernels = new ScalarKernels();

    @Test
    void softmaxTakesInfinitiesAndLargeNumbers() {
        Operand x = Make.f64(new double[] {1000, 1000, -INF, -INF, -INF, -INF, NAN, 0, 0}, 3, 3);
        Operand y = Make.f64(3, 3);
        kernels.softmax(x, false, y);
        assertArrayEquals(new double[] {0.5, 0.5, 0, 0, 0, 0, NAN, NAN, NAN}, Make.values(y));
        kernels.softmax(x, true, y);
        double half = Math.log(0.5);
        assertArrayEquals(new double[] {half, half, -INF, NAN, NAN, NAN, NAN, NAN, NAN}, Make.values(y), 1e-12);
    }

    @Test
    void softmaxGradientsMatchDifferences() {
        for (boolean log : new boolean[] {false, true}) {
            Operand x = Make.random("softmax x", 2, 4);
            Operand y = Make.f64(2, 4);
            Operand dy = Make.random("softmax dy", 2, 4);
            Operand dx = Make.f64(2, 4);
            Runnable forward = () -> kernels.softmax(x, log, y);
            forward.run();
            kernels.softmaxGradient(y, log, dy, dx);
            Make.checkGradient("softmax, log " + log, x, y, dy, dx, forward);
        }
    }

    @Test
    void layerNormCentresAndScales() {
        Operand y = Make.empty(DType.F32, 1, 2);
        Operand statistics = Make.empty(DType.F32, 1, 2);
        kernels.layerNorm(
                Make.f32(new double[] {1, 3}, 1, 2),
                Make.f32(new double[] {2, 2}, 2),
                Make.f32(new double[] {0, 1}, 2),
                3,
                y,
                statistics);
        assertArrayEquals(new double[] {-1, 2}, Make.values(y));
        assertArrayEquals(new double[] {2, 0.5}, Make.values(statistics));
        kernels.rmsNorm(Make.f32(new double[] {1, 7}, 1, 2), Make.f32(new double[] {2, 1}, 2), 0, y, null);
        assertArrayEquals(new double[] {0.4, 1.4}, Make.values(y), 1e-7);
    }

    @Test
    void layerNormGradientsMatchDifferences() {
        Operand x = Make.random("x", 3, 5);
        Operand w = Make.random("w", 5);
        Operand b = Make.random("b", 5);
        Operand y = Make.f64(3, 5);
        Operand statistics = Make.f64(3, 2);
        Operand dy = Make.random("dy", 3, 5);
        Operand dx = Make.f64(3, 5);
        Operand dw = Make.f64(5);
        Operand db = Make.f64(5);
        Runnable forward = () -> kernels.layerNorm(x, w, b, 1e-5, y, statistics);
        forward.run();
        kernels.layerNormGradient(x, w, statistics, dy, dx, dw, db);
        Make.checkGradient("x", x, y, dy, dx, forward);
        Make.checkGradient("w", w, y, dy, dw, forward);
        Make.checkGradient("b", b, y, dy, db, forward);
    }

    @Test
    void rmsNormGradientsMatchDifferences() {
        Operand x = Make.random("x", 3, 5);
        Operand w = Make.random("w", 5);
        Operand y = Make.f64(3, 5);
        Operand statistics = Make.f64(3);
        Operand dy = Make.random("dy", 3, 5);
        Operand dx = Make.f64(3, 5);
        Operand dw = Make.f64(5);
        Runnable forward = () -> kernels.rmsNorm(x, w, 1e-6, y, statistics);
        forward.run();
        kernels.rmsNormGradient(x, w, statistics, dy, dx, dw);
        Make.checkGradient("x", x, y, dy, dx, forward);
        Make.checkGradient("w", w, y, dy, dw, forward);
    }
}
