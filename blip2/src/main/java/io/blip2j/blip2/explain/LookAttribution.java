package io.blip2j.blip2.explain;

import io.blip2j.blip2.language.LanguageInput;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.blip2.qformer.ImageKeys;
import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.memory.Step;
import io.blip2j.core.op.index.IndexSelect;
import io.blip2j.core.op.shape.Concat;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.nn.attention.KeyValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What each look of the queries at a patch was worth for an id `w`: attention times gradient, along a path,
///
/// `worth[w, l, h, p] = ∫₀¹ Σ_q A[l, h, q, p] · ∂F_w(α) / ∂(α A[l, h, q, p]) dα`,
/// `F_w(α) = log p(w | image, ids before w)` while every weight `A` on a patch is taken times `α`.
///
/// | symbol | meaning |
/// |---|---|
/// | `A[l, h, q, p]` | cross-attention of layer `l`, head `h`: share of query `q`'s look that patch `p` gets |
/// | `α` | 0: the patches say nothing; 1: as the model is |
///
/// A weight times `α` is a value times `α`: the look's result is `Σ_p A[q, p] · (α · v[p])`. So the values of
/// each head and patch get a factor, all factors go from 0 to 1 together, and the integral of a factor's gradient
/// is the worth of all looks at that patch by that head. The integral is a sum at midpoints. The class token
/// keeps its values throughout: it lies nowhere in the picture. What is above the looks (queries among
/// themselves, the language model) works as always, so a look counts by what was made of it: weights alone tell
/// where queries look, not what for.
///
/// Over all layers, heads and patches the worths of an id add up to `F_w(1) - F_w(0)`.
///
/// **Source:** Hao et al., "Self-Attention Attribution", arXiv 2004.11207, equation 3, on cross-attention; after
/// integrated gradients, Sundararajan et al., arXiv 1703.01365, section 3.
public final class LookAttribution {
    /// Midpoints of the integral that are enough for pictures of looks.
    public static final int STEPS = 8;

    private static final int IDS_AT_ONCE = 8; // rows of one batch: each id has a row of its own

    private final Blip2ForConditionalGeneration model;
    private final Tensor imageEmbeds;
    private final long[] prompt;
    private final long[] ids;

    /// @param imageEmbeds `[1, 1 + patches, imageHidden]` of one picture
    /// @param prompt ids before the first one, image tokens among them
    /// @param ids what was said
    public LookAttribution(Blip2ForConditionalGeneration model, Tensor imageEmbeds, long[] prompt, long[] ids) {
        this.model = model;
        this.imageEmbeds = imageEmbeds;
        this.prompt = prompt.clone();
        this.ids = ids.clone();
    }

    /// The worths of every id, `[ids][layers · heads · patches]`; 0 in layers that do not look at the image.
    /// @param steps midpoints of the integral
    public double[][] worths(int steps) {
        int patches = imageEmbeds.dim(1) - 1;
        double[][] worths = new double[ids.length][layers() * heads() * patches];
        for (int from = 0; from < ids.length; from += IDS_AT_ONCE) {
            int to = Math.min(from + IDS_AT_ONCE, ids.length);
            for (int step = 0; step < steps; step++) {
                add((step + 0.5) / steps, 1.0 / steps, from, to, worths);
            }
        }
        return worths;
    }

    /// Number of layers of the Q-Former.
    int layers() {
        return model.qformer().config().layers();
    }

    /// Heads of each layer.
    int heads() {
        return model.qformer().config().heads();
    }

    /// The layers that look at the image.
    List<Integer> looking() {
        return IntStream.range(0, layers())
                .filter(model.qformer().config()::looksAtImage)
                .boxed()
                .toList();
    }

    private void add(double alpha, double share, int from, int to, double[][] worths) {
        try (Step _ = Step.open()) {
            List<Tensor> factors = new ArrayList<>();
            Gradients gradients =
                    logProbabilities(alpha, from, to, factors).sum().backward();
            for (int layer = 0; layer < factors.size(); layer++) {
                if (factors.get(layer) != null) {
                    add(gradients.get(factors.get(layer)), share, layer, from, worths);
                }
            }
        }
    }

    /// @param gradient `[rows, patches, heads, 1]`
    private static void add(Tensor gradient, double share, int layer, int from, double[][] worths) {
        double[] flat = gradient.toDoubles();
        int patches = gradient.dim(1);
        int heads = gradient.dim(2);
        for (int row = 0; row < gradient.dim(0); row++) {
            for (int patch = 0; patch < patches; patch++) {
                for (int head = 0; head < heads; head++) {
                    worths[from + row][(layer * heads + head) * patches + patch] +=
                            share * flat[(row * patches + patch) * heads + head];
                }
            }
        }
    }

    /// `F_w(α)` of the ids `from` to `to - 1`, `[rows]`.
    /// @param factors gets a leaf `[rows, patches, heads, 1]` for each layer that looks, null for the others
    Tensor logProbabilities(double alpha, int from, int to, List<Tensor> factors) {
        int rows = to - from;
        ImageKeys plain;
        try (NoGrad _ = NoGrad.open()) {
            plain = model.qformer().imageKeys(imageEmbeds, AttentionMask.none());
        }
        List<KeyValues> keys = new ArrayList<>();
        for (KeyValues layer : plain.layers()) {
            if (layer == null) {
                keys.add(null);
                factors.add(null);
                continue;
            }
            int patches = layer.values().dim(1) - 1;
            Shape shape = Shape.of(rows, patches, heads(), 1);
            Tensor values = layer.values();
            Tensor factor =
                    Tensor.full(values.backend(), values.dtype(), shape, alpha).withGradient();
            factors.add(factor);
            keys.add(new KeyValues(layer.keys().expand(rows, -1, -1).contiguous(), times(values, factor)));
        }
        Tensor queries = model.qformer()
                .image(model.queryTokens().tensor(), rows, new ImageKeys(keys, AttentionMask.none()), Pass.EVALUATION)
                .queries(); // [rows, queries, hidden]
        return logProbabilities(model.projection().forward(queries), from);
    }

    /// Values whose patches have a factor for each head, `[rows, 1 + patches, heads · headDim]`.
    private static Tensor times(Tensor values, Tensor factor) {
        int rows = factor.dim(0);
        int patches = factor.dim(1);
        int heads = factor.dim(2);
        int width = values.dim(2);
        Tensor split = values.slice(1, 1, 1 + patches).contiguous().reshape(1, patches, heads, width / heads);
        Tensor scaled = split.mul(factor).reshape(rows, patches, width);
        Tensor first = values.slice(1, 0, 1).expand(rows, -1, -1).contiguous();
        return Concat.of(1, first, scaled);
    }

    /// `log p(id | prompts, ids before it)` of the ids `from` and later, one a row.
    private Tensor logProbabilities(Tensor prompts, int from) {
        int rows = prompts.dim(0);
        boolean decoderOnly = model.config().text().decoderOnly();
        int last = from + rows;
        long[] said = Arrays.copyOf(ids, last);
        long[] words = prompt;
        if (decoderOnly) {
            words = Arrays.copyOf(prompt, prompt.length + last - 1);
            System.arraycopy(said, 0, words, prompt.length, last - 1);
        }
        long[][] batch = new long[rows][];
        Arrays.fill(batch, words);
        long[][] labels = new long[rows][];
        Arrays.fill(labels, said);
        LanguageInput input = new LanguageInput(model.embed(batch, prompts), null, decoderOnly ? null : labels, null);
        Tensor logits =
                model.language().forward(input, Pass.EVALUATION, Recorder.NONE).logits(); // [rows, seq, vocab]
        int first = decoderOnly ? prompt.length - 1 : 0;
        int seq = logits.dim(1);
        long[] places = new long[rows];
        long[] wanted = new long[rows];
        for (int row = 0; row < rows; row++) {
            places[row] = (long) row * seq + first + from + row;
            wanted[row] = (long) row * logits.dim(2) + ids[from + row];
        }
        Tensor flat = logits.reshape(rows * seq, logits.dim(2));
        Tensor chosen =
                IndexSelect.of(flat, 0, Tensor.of(flat.backend(), places, rows)).logSoftmax(-1);
        return IndexSelect.of(chosen.reshape(rows * logits.dim(2)), 0, Tensor.of(flat.backend(), wanted, rows));
    }
}
