package io.blip2j.nn.testing;

import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.op.loss.CrossEntropy;
import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Activation;
import io.blip2j.nn.Dropout;
import io.blip2j.nn.Embedding;
import io.blip2j.nn.LayerNorm;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.nn.attention.MultiHeadAttention;
import io.blip2j.nn.init.Initialization;
import io.blip2j.nn.init.Initializer;
import io.blip2j.nn.optim.AdamW;
import io.blip2j.nn.optim.GradientClipping;
import io.blip2j.nn.optim.ParameterGroup;
import java.util.ArrayList;
import java.util.List;

/// A small language model made of every layer, for tests of training: pre-norm blocks, the head tied to the words.
public final class TinyTransformer extends Module {
    /// Words that it knows.
    public static final int VOCAB = 50;

    private static final int SEQ = 33;
    private static final int HIDDEN = 96;
    private static final int HEADS = 4;
    private static final double DROP = 0.1;
    private static final double EPS = 1e-6;

    private final Embedding words = child("words", new Embedding(VOCAB, HIDDEN, -1));
    private final Embedding places = child("places", new Embedding(SEQ, HIDDEN, -1));
    private final List<Block> blocks = new ArrayList<>();
    private final LayerNorm last = child("last", new LayerNorm(HIDDEN, EPS));

    /// `h = x + attention(norm(x))`, `y = h + fc2(gelu(fc1(norm(h))))`.
    private static final class Block extends Module {
        private final LayerNorm before = child("before", new LayerNorm(HIDDEN, EPS));
        private final MultiHeadAttention attention = child(
                "attention",
                new MultiHeadAttention(new MultiHeadAttention.Options(
                        HIDDEN, HIDDEN, HIDDEN, HEADS, true, DROP, "query", "key", "value", "output")));
        private final LayerNorm between = child("between", new LayerNorm(HIDDEN, EPS));
        private final Linear fc1 = child("fc1", new Linear(HIDDEN, 4 * HIDDEN, true));
        private final Linear fc2 = child("fc2", new Linear(4 * HIDDEN, HIDDEN, true));
        private final Dropout dropout = child("dropout", new Dropout(DROP));

        Tensor forward(Tensor x, Pass pass) {
            Tensor normal = before.forward(x); // [batch, seq, hidden]
            Tensor seen = attention.attend(
                    AttentionSpec.causal(attention.scale(), 0),
                    normal,
                    attention.keyValues(normal),
                    AttentionMask.none(),
                    null,
                    pass);
            Tensor h = x.add(attention.project(seen));
            Tensor wide = Activation.GELU.forward(fc1.forward(between.forward(h)));
            return h.add(dropout.forward(fc2.forward(wide), pass));
        }
    }

    /// A model with values that depend on the seed alone.
    public TinyTransformer(Backend backend, long seed) {
        for (int i = 0; i < 2; i++) {
            blocks.add(child("blocks." + i, new Block()));
        }
        new Initialization()
                .rule(".*(before|between|last)\\.weight", new Initializer.Constant(1))
                .rule(".*\\.bias", new Initializer.Constant(0))
                .rule(".*", new Initializer.Normal(0.05))
                .apply(this, backend, seed);
    }

    /// `[batch, seq]` ids to `[batch, seq, vocab]`.
    public Tensor logits(Tensor ids, Pass pass) {
        Tensor h = words.forward(ids).add(places.forward(numbers(ids.backend(), ids.dim(1))));
        for (Block block : blocks) {
            h = block.forward(h, pass);
        }
        return Linear.apply(last.forward(h), words.weight(), null);
    }

    private static Tensor numbers(Backend backend, int count) {
        long[] places = new long[count];
        for (int i = 0; i < count; i++) {
            places[i] = i;
        }
        return Tensor.of(backend, places, count);
    }

    /// Mean loss of predicting each next id of `[batch, seq + 1]`.
    public Tensor loss(long[][] rows, Backend backend, Pass pass) {
        int seq = rows[0].length - 1;
        long[] now = new long[rows.length * seq];
        long[] next = new long[rows.length * seq];
        for (int s = 0; s < rows.length; s++) {
            System.arraycopy(rows[s], 0, now, s * seq, seq);
            System.arraycopy(rows[s], 1, next, s * seq, seq);
        }
        Tensor logits = logits(Tensor.of(backend, now, rows.length, seq), pass);
        return CrossEntropy.mean(
                logits.reshape(rows.length * seq, VOCAB), Tensor.of(backend, next, next.length), -100, 0);
    }

    /// Ids of a step's batch; they depend on the step alone.
    public static long[][] batch(int size, int step) {
        long[][] rows = new long[size][SEQ + 1];
        float[] numbers = new float[size * (SEQ + 1)];
        Philox.uniform(new RandomKey(5, step, RandomKey.stream("batch"), 0), 0, 0, numbers.length, numbers, 0);
        for (int i = 0; i < numbers.length; i++) {
            rows[i / (SEQ + 1)][i % (SEQ + 1)] = (long) (numbers[i] * VOCAB);
        }
        return rows;
    }

    /// AdamW over everything, with decay on matrices.
    public AdamW optimiser() {
        return new AdamW(ParameterGroup.byDecay(parameters(), 0.05), AdamW.Options.BLIP2);
    }

    /// One step of training: dropout, backward, clipping by norm, AdamW.
    /// @return the loss
    public double train(AdamW adamW, long[][] rows, int step) {
        Tensor loss = loss(rows, words.weight().tensor().backend(), new Pass("lm", true, 11, step, 0));
        Gradients gradients = loss.backward();
        double norm = GradientClipping.norm(GradientClipping.of(gradients, parameters()));
        adamW.step(gradients, 1e-3, GradientClipping.factor(norm, 1));
        return loss.item();
    }
}
