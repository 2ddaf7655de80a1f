package io.blip2j.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.shape.DType;
import io.blip2j.core.tensor.Tensor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StepTest {
    private static final Backend BACKEND = Backends.named("scalar");
    private static final int N = 2000; // 8 KB: worth lending

    @BeforeEach
    void poison() {
        Step.poisonReturned(true);
    }

    @AfterEach
    void noPoison() {
        Step.poisonReturned(false);
    }

    private static Tensor ones() {
        return Tensor.full(BACKEND, DType.F32, io.blip2j.core.shape.Shape.of(N), 1);
    }

    private static String message(Tensor used) {
        return assertThrows(IllegalStateException.class, used::toFloats).getMessage();
    }

    @Test
    void aTensorOfAClosedStepSaysWhichAndWhatToDo() {
        Tensor tensor;
        Tensor view;
        long number;
        try (Step step = Step.open()) {
            tensor = ones();
            view = tensor.reshape(2, N / 2).transpose(0, 1);
            number = step.number();
            assertEquals(1, tensor.toFloats()[N - 1]);
        }
        assertEquals("tensor of step " + number + ", which is closed: keep() it", message(tensor));
        assertEquals(message(tensor), message(view), "views share the array");
        assertThrows(IllegalStateException.class, () -> tensor.add(tensor), "operations check as well");
        assertThrows(IllegalStateException.class, tensor::keep, "too late");
    }

    @Test
    void whatIsKeptOutlivesTheStep() {
        Tensor kept;
        Tensor byView;
        try (Step _ = Step.open()) {
            kept = ones().keep();
            byView = ones();
            byView.slice(0, 5, 9).keep();
        }
        try (Step _ = Step.open()) {
            ones().mul(7);
        }
        assertEquals(1, kept.toFloats()[N - 1]);
        assertEquals(1, byView.toFloats()[N - 1]);
    }

    @Test
    void smallTensorsAndThoseOutsideAnyStepArePlain() {
        Tensor outside = ones();
        Tensor small;
        try (Step _ = Step.open()) {
            small = Tensor.full(BACKEND, DType.F32, io.blip2j.core.shape.Shape.of(1023), 1);
        }
        assertEquals(1, outside.toFloats()[0]);
        assertEquals(1, small.toFloats()[0]);
    }

    @Test
    void stepsNestLikeBlocks() {
        try (Step _ = Step.open()) {
            Tensor outer = ones();
            Tensor inner;
            try (Step _ = Step.open()) {
                inner = outer.mul(2);
                assertEquals(2, inner.toFloats()[0]);
            }
            assertTrue(message(inner).contains("closed"));
            assertEquals(1, outer.toFloats()[N - 1], "the outer step's tensors live on");
            assertEquals(3, outer.mul(3).toFloats()[0], "and it lends again");
        }
    }

    @Test
    void aWarmStepGetsTheSameArraysAgainAndReturnedOnesHoldNaN() {
        Object first;
        try (Step _ = Step.open()) {
            first = Step.allocate(DType.F32, N).array();
        }
        assertTrue(Float.isNaN(((float[]) first)[0]));
        try (Step _ = Step.open()) {
            assertSame(first, Step.allocate(DType.F32, N - 9).array(), "same size class");
            assertNotSame(first, Step.allocate(DType.F32, N).array());
            assertTrue(Step.allocate(DType.F64, N).array() instanceof double[]);
        }
    }

    @Test
    void everyThreadHasStepsOfItsOwn() throws InterruptedException {
        try (Step _ = Step.open()) {
            AtomicReference<Tensor> other = new AtomicReference<>();
            Thread thread = new Thread(() -> other.set(ones()));
            thread.start();
            thread.join();
            assertEquals(1, other.get().toFloats()[0]);
        }
    }

    @Test
    void aSizeClassHoldsItsLengthWithAQuarterToSpareAtMost() {
        for (int length = 1; length > 0 && length <= 1 << 30; length += 1 + length / 7) {
            int room = ArrayPool.classLength(ArrayPool.sizeClass(length));
            assertTrue(room >= length && (length < 64 || room - length <= length / 4), length + " in " + room);
            assertEquals(ArrayPool.sizeClass(length), ArrayPool.sizeClass(room), "an array returns to its own class");
        }
    }

    @Test
    void whereNothingIsRememberedOnlyAPartsResultOutlivesIt() {
        AtomicReference<Tensor> inside = new AtomicReference<>();
        Tensor result;
        try (Step _ = Step.open()) {
            try (NoGrad _ = NoGrad.open()) {
                result = NoGrad.keepingOnlyResult(() -> {
                    inside.set(ones());
                    return inside.get().add(inside.get());
                });
            }
            assertEquals(2, result.toFloats()[N - 1]);
            assertTrue(message(inside.get()).contains("which is closed"));
            Tensor remembered = NoGrad.keepingOnlyResult(() -> {
                inside.set(ones());
                return inside.get().add(inside.get());
            });
            assertEquals(2, remembered.toFloats()[0]);
            assertEquals(1, inside.get().toFloats()[0], "with gradients on, everything is kept for backward");
        }
        assertTrue(message(result).contains("which is closed"), "the step around it takes the result back");
    }
}
