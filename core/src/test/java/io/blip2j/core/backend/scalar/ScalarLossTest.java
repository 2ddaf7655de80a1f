package io.blip2j.core.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.blip2j.core.backend.Kernels;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.shape.ShapeException;
import org.junit.jupiter.api.Test;

class ScalarLossTest {
    private final Kernels kernels = new ScalarKernels();

    @Test
    void lossIsMinusTheLogarithmOfTheTargetsProbability() {
        Operand logits = Make.f64(new double[] {0, Math.log(3), 5, 5}, 2, 2);
        Operand loss = Make.f64(2);
        Operand logSumExp = Make.f64(2);
        kernels.crossEntropy(logits, Make.i64(new long[] {1, -100}, 2), -100, 0, loss, logSumExp);
        assertArrayEquals(new double[] {-Math.log(0.75), 0}, Make.values(loss), 1e-12);
        assertEquals(Math.log(4), Make.values(logSumExp)[0], 1e-12);
        kernels.crossEntropy(logits, Make.i64(new long[] {1, -100}, 2), -100, 0.1, loss, logSumExp);
        double smoothed = -0.9 * Math.log(0.75) - 0.05 * (Math.log(0.75) + Math.log(0.25));
        assertArrayEquals(new double[] {smoothed, 0}, Make.values(loss), 1e-12);
        assertThrows(
                ShapeException.class,
                () -> kernels.crossEntropy(logits, Make.i64(new long[] {2, 0}, 2), -100, 0, loss, logSumExp));
    }

    @Test
    void gradientsMatchDifferences() {
        Operand logits = Make.random("logits", 3, 4);
        Operand target = Make.i64(new long[] {2, 7, 0}, 3);
        Operand loss = Make.f64(3);
        Operand logSumExp = Make.f64(3);
        Operand dloss = Make.random("dloss", 3);
        Operand dlogits = Make.f64(3, 4);
        for (double smoothing : new double[] {0, 0.1}) {
            Runnable forward = () -> kernels.crossEntropy(logits, target, 7, smoothing, loss, logSumExp);
            forward.run();
            kernels.crossEntropyGradient(logits, target, 7, smoothing, logSumExp, dloss, dlogits);
            Make.checkGradient("smoothing " + smoothing, logits, loss, dloss, dlogits, forward);
        }
    }
}
