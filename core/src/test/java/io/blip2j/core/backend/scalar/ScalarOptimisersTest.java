package io.blip2j.core.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blip2j.core.backend.AdamStep;
import io.blip2j.core.backend.Kernels;
import io.blip2j.core.backend.Operand;
import org.junit.jupiter.api.Test;

class ScalarOptimisersTest {
    private final Kernels kernels = new ScalarKernels();

    /// The first corrected step is `lr·sign(g)`, after the decay.
    @Test
    void adamWTakesItsFirstStepBySign() {
        Operand theta = Make.f64(new double[] {1, 1}, 2);
        Operand m = Make.f64(new double[2], 2);
        Operand v = Make.f64(new double[2], 2);
        AdamStep step = new AdamStep(0.1, 0.9, 0.99, 0, 0.5, 1);
        double change = kernels.adamW(step, 0.5, theta, Make.f64(new double[] {4, -2}, 2), m, v);
        assertArrayEquals(new double[] {0.85, 1.05}, Make.values(theta), 1e-12);
        assertArrayEquals(new double[] {0.2, -0.1}, Make.values(m), 1e-12);
        assertArrayEquals(new double[] {0.04, 0.01}, Make.values(v), 1e-12);
        assertEquals(0.15 * 0.15 + 0.05 * 0.05, change, 1e-12);
        assertEquals(1, theta.storage().version(), "what was packed from theta is stale");
    }

    @Test
    void sgdLeavesItsFirstMomentumUndamped() {
        Operand theta = Make.f64(new double[] {1}, 1);
        Operand buffer = Make.f64(new double[] {99}, 1);
        Operand g = Make.f64(new double[] {2}, 1);
        kernels.sgd(0.1, 1, 0.5, 0.5, false, true, 1, theta, g, buffer);
        assertArrayEquals(new double[] {0.7}, Make.values(theta), 1e-12);
        assertArrayEquals(new double[] {3}, Make.values(buffer), 1e-12);
        kernels.sgd(0.1, 0, 0.5, 0.5, true, false, 1, theta, g, buffer);
        assertArrayEquals(new double[] {2.5}, Make.values(buffer), 1e-12);
        assertArrayEquals(new double[] {0.7 - 0.325}, Make.values(theta), 1e-12);
        kernels.sgd(0.1, 0, 0, 0, false, false, 0.5, theta, g, null);
        assertArrayEquals(new double[] {0.275}, Make.values(theta), 1e-12);
    }
}
