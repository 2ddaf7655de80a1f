package io.blip2j.core.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blip2j.core.backend.Kernels;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.shape.DType;
import org.junit.jupiter.api.Test;

class ScalarDropoutTest {
    private final Kernels kernels = new ScalarKernels();

    @Test
    void elementsAreKeptByTheirOwnNumber() {
        RandomKey key = new RandomKey(3, 4, 5, 6);
        Operand x = Make.random("x", 3, 7, 2);
        Operand y = Make.f64(3, 7, 2);
        kernels.dropout(x, 0.25f, key, y);
        float[] numbers = new float[42];
        for (int s = 0; s < 3; s++) {
            Philox.uniform(key, s, 0, 14, numbers, s * 14);
        }
        double[] before = Make.values(x);
        double[] after = Make.values(y);
        int dropped = 0;
        for (int i = 0; i < 42; i++) {
            assertEquals(numbers[i] >= 0.25f ? before[i] / 0.75 : 0, after[i], 1e-15);
            dropped += after[i] == 0 ? 1 : 0;
        }
        assertEquals(10, dropped, 8);
    }

    @Test
    void aSampleDropsTheSameInAnyBatch() {
        Operand x = Make.random("x", 2, 9);
        Operand both = Make.f64(2, 9);
        Operand second = Make.f64(1, 9);
        kernels.dropout(x, 0.5f, new RandomKey(1, 1, 1, 10), both);
        kernels.dropout(Make.view(x, l -> l.slice(0, 1, 2, 1)), 0.5f, new RandomKey(1, 1, 1, 11), second);
        assertArrayEquals(Make.values(second), Make.values(Make.view(both, l -> l.slice(0, 1, 2, 1))));
        Operand empty = Make.empty(DType.F32, 0, 3);
        kernels.dropout(empty, 0.5f, new RandomKey(1, 1, 1, 0), empty);
    }
}
