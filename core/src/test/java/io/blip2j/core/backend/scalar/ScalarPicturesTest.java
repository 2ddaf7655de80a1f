package io.blip2j.core.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blip2j.core.backend.Kernels;
import io.blip2j.core.backend.Kernels.Window;
import io.blip2j.core.backend.Operand;
import org.junit.jupiter.api.Test;

class ScalarPicturesTest {
    private final Kernels kernels = new ScalarKernels();

    @Test
    void windowsBecomeRows() {
        Operand x = Make.f64(new double[] {1, 2, 3, 4, 5, 6}, 1, 1, 2, 3);
        Window window = new Window(2, 2, 1, 2, 0, 1, 1, 1);
        Operand y = Make.f64(1, 2, 4);
        kernels.unfold(x, window, y);
        assertArrayEquals(new double[] {0, 1, 0, 4, 2, 3, 5, 6}, Make.values(y));
    }

    @Test
    void foldIsTheTransposeOfUnfold() {
        Window window = new Window(3, 2, 2, 1, 1, 2, 1, 2);
        Operand x = Make.random("x", 2, 3, 5, 4);
        int rows = window.outH(5) * window.outW(4);
        Operand y = Make.f64(2, rows, 18);
        Operand dy = Make.random("dy", 2, rows, 18);
        Operand dx = Make.f64(2, 3, 5, 4);
        kernels.fold(dy, window, dx);
        Make.checkGradient("x", x, y, dy, dx, () -> kernels.unfold(x, window, y));
    }

    @Test
    void bicubicKeepsConstantsAndTheSameSize() {
        Operand x = Make.random("x", 1, 2, 3, 4);
        Operand same = Make.f64(1, 2, 3, 4);
        kernels.bicubic(x, same);
        assertArrayEquals(Make.values(x), Make.values(same), 1e-15);
        Operand ones = Make.f64(new double[] {1, 1, 1, 1}, 1, 1, 2, 2);
        Operand y = Make.f64(1, 1, 5, 3);
        kernels.bicubic(ones, y);
        for (double value : Make.values(y)) {
            assertEquals(1, value, 1e-12);
        }
    }

    /// Doubling a row: places -0.25, 0.25, 0.75 and 1.25, with edges clamped.
    @Test
    void bicubicMatchesItsWeights() {
        Operand y = Make.f64(1, 1, 1, 4);
        kernels.bicubic(Make.f64(new double[] {0, 1}, 1, 1, 1, 2), y);
        double far = -0.03515625;
        double near = 0.26171875;
        double farther = -0.10546875;
        assertArrayEquals(new double[] {farther, near + far, 1 - near - far, 1 - farther}, Make.values(y), 1e-15);
    }

    @Test
    void bicubicGradientIsItsTranspose() {
        Operand x = Make.random("x", 1, 2, 3, 4);
        Operand y = Make.f64(1, 2, 5, 2);
        Operand dy = Make.random("dy", 1, 2, 5, 2);
        Operand dx = Make.f64(1, 2, 3, 4);
        kernels.bicubicGradient(dy, dx);
        Make.checkGradient("x", x, y, dy, dx, () -> kernels.bicubic(x, y));
    }
}
