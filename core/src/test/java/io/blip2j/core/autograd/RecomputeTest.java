package io.blip2j.core.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.memory.Step;
import io.blip2j.core.op.elementwise.Dropout;
import io.blip2j.core.op.linear.Linear;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.tensor.Tensor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// A part that is computed again: the same gradients, bit for bit, and nothing kept in between.
class RecomputeTest {
    private final Tensor x = ReleaseTest.numbers("x", 32, 40).withGradient();
    private final Tensor w = ReleaseTest.numbers("w", 40, 40).withGradient();
    private final Tensor b = ReleaseTest.numbers("b", 40).withGradient();
    private final AtomicInteger runs = new AtomicInteger();

    /// Two layers, each with dropout of its own.
    private Tensor part(Tensor input) {
        runs.incrementAndGet();
        Tensor h = dropout("first", Linear.of(input, w, b).gelu());
        return dropout("second", Linear.of(h, w, b));
    }

    private static Tensor dropout(String stream, Tensor h) {
        return Autograd.apply(new Dropout(0.3f, new RandomKey(7, 3, RandomKey.stream(stream), 0)), h);
    }

    private Gradients gradients(Function<Tensor, Tensor> middle) {
        Tensor inside = middle.apply(x.mul(2));
        return inside.add(x).mul(inside).mean().backward();
    }

    private void same(Gradients expected, Gradients got) {
        for (Tensor leaf : new Tensor[] {x, w, b}) {
            assertArrayEquals(expected.get(leaf).toFloats(), got.get(leaf).toFloats(), leaf.toString());
        }
        assertEquals(expected.leaves(), got.leaves());
    }

    @Test
    void gradientsAreTheSameBitsUnderDropout() {
        Gradients kept = gradients(this::part);
        assertEquals(1, runs.get());
        same(kept, gradients(in -> Recompute.of(this::part, in, w)));
        assertEquals(3, runs.get(), "forward, and once more in backward");
    }

    @Test
    void partsInsidePartsAndArraysOfAStepWork() {
        Gradients kept = gradients(this::part);
        Step.poisonReturned(true);
        try (Step _ = Step.open()) {
            Function<Tensor, Tensor> inner = in -> Recompute.of(this::part, in, w);
            same(kept, gradients(in -> Recompute.of(inner, in, w)));
        } finally {
            Step.poisonReturned(false);
        }
    }

    @Test
    void nothingInsideIsRememberedUntilBackward() {
        AtomicReference<Tensor> first = new AtomicReference<>();
        Tensor y = Recompute.of(
                in -> {
                    Tensor h = Linear.of(in, w, b);
                    first.compareAndSet(null, h);
                    return h.gelu();
                },
                x,
                w);
        assertNull(first.get().node());
        assertTrue(y.needsGradient());
    }

    /// The input may be a constant (a picture) while the part learns.
    @Test
    void aPartOnAConstantLearns() {
        Tensor picture = x.detach();
        Gradients kept = part(picture).mean().backward();
        Gradients again = Recompute.of(this::part, picture, w).mean().backward();
        assertArrayEquals(kept.get(w).toFloats(), again.get(w).toFloats());
        assertArrayEquals(kept.get(b).toFloats(), again.get(b).toFloats());
        assertNull(again.get(x));
    }
}
