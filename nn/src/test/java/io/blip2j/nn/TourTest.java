package io.blip2j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.memory.Step;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.nn.attention.KeyValues;
import io.blip2j.nn.attention.MultiHeadAttention;
import io.blip2j.nn.init.Initialization;
import io.blip2j.nn.init.Initializer;
import io.blip2j.nn.optim.AdamW;
import io.blip2j.nn.state.KeyMap;
import io.blip2j.nn.state.StateDict;
import io.blip2j.nn.state.TensorSource;
import io.blip2j.nn.testing.TinyTransformer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Layers in five small lessons, after `TourTest` of `core`; each test is one.
class TourTest {
    private final Backend backend = Backends.select();

    /// A module declares its parts under the names that checkpoints use; forward is the equation.
    private static final class FeedForward extends Module {
        private final Linear fc1 = child("fc1", new Linear(4, 8, true));
        private final Linear fc2 = child("fc2", new Linear(8, 4, true));

        Tensor forward(Tensor x) {
            return fc2.forward(fc1.forward(x).gelu()); // [batch, hidden]
        }
    }

    private FeedForward feedForward() {
        FeedForward module = new FeedForward();
        new Initialization().rule(".*", new Initializer.Normal(0.5)).apply(module, backend, 1);
        return module;
    }

    private final Tensor x = Tensor.of(Backends.select(), new float[] {1, -2, 3, -4, 0, 1, 0, 1}, 2, 4);

    @Test
    void lesson1AModuleIsNamedParametersAndAnEquation() {
        FeedForward module = feedForward();
        String named = "[fc1.weight [8, 4], fc1.bias [8], fc2.weight [4, 8], fc2.bias [4]]";
        assertEquals(named, module.parameters().toString());
        assertEquals("[2, 4]", module.forward(x).shape().toString());
    }

    @Test
    void lesson2ValuesGoOutAndComeInByName() {
        FeedForward first = feedForward();
        Map<String, Tensor> saved = StateDict.save(first, KeyMap.SAME); // `fc1.weight` and so on
        FeedForward second = new FeedForward(); // without values yet
        StateDict.load(second, TensorSource.of("lesson 2", saved), KeyMap.SAME, backend);
        assertArrayEquals(first.forward(x).toFloats(), second.forward(x).toFloats());
    }

    @Test
    void lesson3AFrozenModuleComputesTheSameAndLearnsNothing() {
        FeedForward module = feedForward();
        float[] learning = module.forward(x).toFloats();
        module.freeze(); // matrices are packed for their products
        assertArrayEquals(learning, module.forward(x).toFloats(), 1e-5f);
        assertTrue(module.learning().isEmpty());
    }

    @Test
    void lesson4AttentionMixesRowsAndAMaskHidesPadding() {
        MultiHeadAttention attention = new MultiHeadAttention(
                new MultiHeadAttention.Options(4, 4, 4, 2, true, 0, "query", "key", "value", "output"));
        new Initialization().rule(".*", new Initializer.Normal(0.5)).apply(attention, backend, 1);
        Tensor words = x.reshape(1, 2, 4); // [batch, seq, hidden]
        AttentionMask firstOnly = AttentionMask.of(new long[][] {{1, 0}}, backend);
        KeyValues context = attention.keyValues(words); // [batch, seq, hidden] each
        AttentionSpec spec = AttentionSpec.full(attention.scale());
        Tensor seen = attention.attend(spec, words, context, firstOnly, null, Pass.EVALUATION);
        assertEquals(context.values().toFloats()[0], seen.toFloats()[4], 1e-6); // row 1, too, sees row 0 alone
    }

    @Test
    void lesson5ATransformerLearnsABatchByHeart() {
        TinyTransformer model = new TinyTransformer(backend, 1);
        AdamW adamW = model.optimiser();
        long[][] batch = TinyTransformer.batch(2, 0); // [batch, seq + 1] random ids
        double loss = model.loss(batch, backend, Pass.EVALUATION).item();
        assertEquals(Math.log(TinyTransformer.VOCAB), loss, 0.5); // nothing known yet
        for (int step = 1; step <= 120; step++) {
            try (Step _ = Step.open()) {
                loss = model.train(adamW, batch, step); // loss, backward, clipping, AdamW
            }
        }
        assertTrue(loss < 0.5, "last loss " + loss);
    }
}
