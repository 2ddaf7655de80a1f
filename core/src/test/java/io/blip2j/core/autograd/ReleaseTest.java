package io.blip2j.core.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.memory.Step;
import io.blip2j.core.op.linear.Linear;
import io.blip2j.core.op.update.Packing;
import io.blip2j.core.op.update.Update;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.GradCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When backward gives arrays back: as soon as the last that saved one has passed, and never too early.
class ReleaseTest {
    private static final Backend BACKEND = Backends.select();
    private static final int ROWS = 32;
    private static final int WIDTH = 40; // 32·40 floats are worth lending

    private final Tensor x = numbers("x", ROWS, WIDTH);
    private final Tensor w = numbers("w", WIDTH, WIDTH).withGradient();
    private final Tensor b = numbers("b", WIDTH).withGradient();

    @BeforeEach
    void poison() {
        Step.poisonReturned(true);
    }

    @AfterEach
    void noPoison() {
        Step.poisonReturned(false);
    }

    static Tensor numbers(String name, int... dims) {
        double[] values =
                GradCheck.normal(name, io.blip2j.core.shape.Shape.of(dims).size());
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return Tensor.of(BACKEND, floats, dims);
    }

    private static boolean released(Tensor tensor) {
        try {
            tensor.toFloats();
            return false;
        } catch (IllegalStateException gone) {
            return true;
        }
    }

    @Test
    void whatWasSavedIsReleasedByNameAndWhatIsKeptIsNot() {
        try (Step _ = Step.open()) {
            Tensor h = Linear.of(x, w, b);
            Tensor kept = h.gelu().keep();
            Tensor loss = kept.mul(kept).sum();
            assertFalse(released(h), "before backward");
            Gradients gradients = loss.backward();
            assertEquals(
                    "saved by Gelu, released by backward: keep() it",
                    assertThrows(IllegalStateException.class, h::toFloats).getMessage());
            assertFalse(released(kept));
            assertFalse(released(loss), "the loss");
            assertFalse(released(w) || released(x), "leaves");
            assertTrue(Float.isFinite(gradients.get(w).toFloats()[0]), "gradients stay until the step closes");
        }
    }

    /// With arrays lent again at once and filled with NaN, every gradient still has the bits it has without a step.
    @Test
    void nothingIsReleasedTooEarly() {
        Gradients plain = network().backward();
        for (int round = 0; round < 3; round++) {
            try (Step _ = Step.open()) {
                Gradients lent = network().backward();
                assertArrayEquals(plain.get(w).toFloats(), lent.get(w).toFloats(), "round " + round);
                assertArrayEquals(plain.get(b).toFloats(), lent.get(b).toFloats(), "round " + round);
            }
        }
    }

    /// Results that several operations saved, views, broadcasts and sums of gradients.
    private Tensor network() {
        Tensor h = Linear.of(x, w, b).gelu();
        Tensor heads = h.reshape(4, 8, WIDTH).transpose(0, 1);
        Tensor mixed = heads.softmax(-1).mul(heads.tanh()).transpose(0, 1).reshape(ROWS, WIDTH);
        Tensor twice = Linear.of(mixed.add(h).mul(h), w, b);
        return twice.exp().mul(0.01).add(b).add(h.slice(1, 0, 1)).mul(twice).mean();
    }

    @Test
    void aFrozenPartSavesNoActivations() {
        Tensor packedFor = numbers("frozen", WIDTH, WIDTH);
        var packed = Packing.pack("frozen", packedFor, MatrixFormat.F32);
        for (String how : new String[] {"packed", "plain", "trained"}) {
            try (Step _ = Step.open()) {
                Tensor start = Linear.of(x, w, null); // the trained part in front, so that gradients pass through
                Tensor h = start.add(b);
                Tensor y = switch (how) {
                    case "packed" -> Linear.of(h, packed, null);
                    case "plain" -> Linear.of(h, packedFor, null);
                    default -> Linear.of(h, packedFor.withGradient(), null);
                };
                assertNotNull(y.sum().backward().get(w));
                assertEquals(how.equals("trained"), released(h), how + ": was the input saved");
            }
        }
        assertNull(Linear.of(x, packed, null).node(), "no gradient wanted, nothing remembered");
        assertNull(Linear.of(x, packedFor, numbers("bias", WIDTH)).gelu().node());
    }

    @Test
    void aGraphIsWalkedOnce() {
        Tensor y = Linear.of(x, w, b).gelu();
        y.sum().backward();
        assertTrue(assertThrows(IllegalStateException.class, () -> y.sum().backward())
                .getMessage()
                .contains("walked already"));
    }

    @Test
    void aChangeInPlaceBeforeBackwardIsNoticed() {
        Tensor loss = Linear.of(Linear.of(x, w, b), w, b).sum();
        Update.write(w.mul(2).detach(), w);
        assertTrue(assertThrows(IllegalStateException.class, loss::backward)
                .getMessage()
                .contains("changed in place"));
    }

    @Test
    void aDeepGraphDoesNotOverflowTheStack() {
        Tensor y = b;
        for (int i = 0; i < 20_000; i++) {
            y = y.add(b);
        }
        assertEquals(20_001, y.sum().backward().get(b).toFloats()[0]);
    }

    @Test
    void nothingIsRememberedWhereGradientsAreOff() {
        try (NoGrad _ = NoGrad.open()) {
            assertNull(Linear.of(x, w, b).node());
        }
        Tensor constant = x.sum();
        assertTrue(assertThrows(IllegalStateException.class, constant::backward)
                .getMessage()
                .contains("withGradient()"));
        assertThrows(ShapeException.class, () -> Linear.of(x, w, b).backward());
    }

    @Test
    void gradientsOfTwoWalksAdd() {
        Gradients sum = w.mul(w).sum().backward();
        sum.addAll(w.mul(3).sum().backward());
        float[] expected = w.toFloats();
        float[] got = sum.get(w).toFloats();
        for (int i = 0; i < got.length; i++) {
            assertEquals(2 * expected[i] + 3, got[i], 1e-5);
        }
    }
}
