package io.blip2j.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.memory.Step;
import io.blip2j.core.op.linear.Attention;
import io.blip2j.core.op.linear.Linear;
import io.blip2j.core.op.loss.CrossEntropy;
import io.blip2j.core.op.update.Update;
import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The engine in five small lessons; each test is one. The next chapter is `TourTest` of `nn`.
class TourTest {
    private final Backend backend = Backends.select();

    @Test
    void lesson1ATensorIsNumbersWithAShape() {
        Tensor x = Tensor.of(backend, new float[] {1, 2, 3, 4, 5, 6}, 2, 3); // [rows, columns]
        assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, x.transpose(0, 1).toFloats()); // a view: nothing moved
        assertArrayEquals(
                new float[] {11, 12, 13, 14, 15, 16},
                x.add(Tensor.of(backend, new float[] {10}, 1)).toFloats());
        assertEquals(21, x.sum().item());
    }

    @Test
    void lesson2BackwardGivesTheGradientOfEveryLeaf() {
        Tensor x = Tensor.of(backend, new float[] {1, 2, 3}, 3).withGradient();
        Tensor loss = x.mul(x).sum(); // Σ x²
        assertEquals(14, loss.item());
        assertArrayEquals(new float[] {2, 4, 6}, loss.backward().get(x).toFloats()); // d/dx Σ x² = 2x
    }

    @Test
    void lesson3ALinearLayerIsAProductAndASum() {
        Tensor x = Tensor.of(backend, new float[] {1, 2}, 1, 2); // [batch, in]
        Tensor w = Tensor.of(backend, new float[] {1, 0, 0, 1, 1, 1}, 3, 2).withGradient(); // [out, in]
        Tensor b = Tensor.of(backend, new float[] {0, 0, 10}, 3); // [out]
        Tensor y = Linear.of(x, w, b); // x·wᵀ + b
        assertArrayEquals(new float[] {1, 2, 13}, y.toFloats());
        assertArrayEquals(
                new float[] {1, 2, 1, 2, 1, 2}, y.sum().backward().get(w).toFloats());
    }

    @Test
    void lesson4AttentionLooksWhereQueriesMeetKeys() {
        Tensor q = Tensor.of(backend, new float[] {10, 0, 0, 10}, 1, 1, 2, 2); // [batch, heads, tgtSeq, headDim]
        Tensor v = Tensor.of(backend, new float[] {1, 2, 3, 4}, 1, 1, 2, 2); // [batch, heads, srcSeq, headDim]
        Tensor each = Attention.of(AttentionSpec.full(1), q, q, v, null, null); // softmax(q·kᵀ)·v
        assertArrayEquals(new float[] {1, 2, 3, 4}, each.toFloats(), 1e-6f); // each query finds its own key
        Tensor causal = Attention.of(AttentionSpec.causal(0, 0), q, q, v, null, null);
        assertArrayEquals(new float[] {1, 2, 2, 3}, causal.toFloats(), 1e-6f); // row 1 sees rows 0 and 1 alike
    }

    @Test
    void lesson5AModelLearnsABatchByHeart() {
        List<Tensor> weights = List.of(random("first", 32, 8), random("second", 4, 32));
        Tensor x = random("inputs", 16, 8).detach(); // [batch, in]
        Tensor labels = Tensor.of(backend, new long[] {0, 1, 2, 3, 3, 2, 1, 0, 0, 2, 1, 3, 2, 2, 0, 1}, 16);
        List<Double> losses = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            try (Step _ = Step.open()) { // what is computed inside is lent, and goes back here
                Tensor hidden = Linear.of(x, weights.get(0), null).gelu(); // [batch, hidden]
                Tensor logits = Linear.of(hidden, weights.get(1), null); // [batch, classes]
                Tensor loss = CrossEntropy.mean(logits, labels, -100, 0);
                losses.add(loss.item());
                Gradients gradients = loss.backward();
                for (Tensor w : weights) { // w -= dw, in place
                    Update.write(w.detach().sub(gradients.get(w)), w);
                }
            }
        }
        assertEquals(Math.log(4), losses.getFirst(), 0.6); // four classes, nothing known yet
        assertTrue(losses.getLast() < 0.05, "last loss " + losses.getLast());
    }

    /// Random numbers depend on their name alone.
    private Tensor random(String name, int... dims) {
        float[] values = new float[dims[0] * dims[1]];
        Philox.normal(RandomKey.of(1, name), values);
        return Tensor.of(backend, values, dims).mul(1 / Math.sqrt(dims[1])).withGradient();
    }
}
