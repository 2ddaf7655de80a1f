package io.blip2j.nn.attention;

import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.op.linear.Attention;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Dropout;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;

/// `softmax(Q·Kᵀ·scale + mask + bias)·V` for several heads, with `Q = x·Wq`, `K = context·Wk`, `V = context·Wv`.
///
/// | tensor | shape |
/// |---|---|
/// | x | `[batch, tgtSeq, hidden]` |
/// | context | `[batch, srcSeq, contextHidden]` |
/// | result, heads merged | `[batch, tgtSeq, inner]`; [#project] makes it `[batch, tgtSeq, hidden]` |
///
/// The names of the four projections differ from model to model and are given. Scale and bias: BERT and CLIP scale by
/// `headDim^-½`; T5 does not scale and adds a bias by distance; OPT scales `Q` before the product, which rounds
/// differently only in half precision.
///
/// **Source:** Vaswani et al., arXiv 1706.03762, section 3.2.
public final class MultiHeadAttention extends Module {
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;
    private final Dropout dropout;
    private final int heads;

    /// Sizes, names and options of an attention.
    ///
    /// @param hidden width of the rows that ask
    /// @param contextHidden width of the rows that are looked at
    /// @param inner width of all heads together
    /// @param heads number of heads, which divides `inner`
    /// @param bias whether projections have biases
    /// @param dropout probability of dropping an attention weight
    /// @param names of the query, key, value and output projections; three names: no output projection here
    public record Options(
            int hidden, int contextHidden, int inner, int heads, boolean bias, double dropout, String... names) {
        public Options {
            if (inner % heads != 0) {
                throw new ShapeException("attention", "width " + inner + " is no multiple of " + heads + " heads");
            }
        }
    }

    public MultiHeadAttention(Options options) {
        heads = options.heads();
        String[] names = options.names();
        query = child(names[0], new Linear(options.hidden(), options.inner(), options.bias()));
        key = child(names[1], new Linear(options.contextHidden(), options.inner(), options.bias()));
        value = child(names[2], new Linear(options.contextHidden(), options.inner(), options.bias()));
        output = names.length > 3
                ? child(names[3], new Linear(options.inner(), options.hidden(), options.bias()))
                : null;
        dropout = child("dropout", new Dropout(options.dropout()));
    }

    /// Keys and values of a context: `[batch, srcSeq, inner]` each.
    public KeyValues keyValues(Tensor context) {
        return new KeyValues(key.forward(context), value.forward(context));
    }

    /// The heads' results side by side, before the output projection. `x` may be one set of rows `[1, tgtSeq,
    /// hidden]` for all contexts: it is projected once.
    /// @param spec scale, causality, distances; lengths come from `mask`
    /// @param context keys and values
    /// @param bias `[heads, distances]` or null
    public Tensor attend(AttentionSpec spec, Tensor x, KeyValues context, AttentionMask mask, Tensor bias, Pass pass) {
        Tensor k = context.keys().splitHeads(heads); // [batch, heads, srcSeq, headDim]
        Tensor q = query.forward(x).splitHeads(heads).expand(k.dim(0), -1, -1, -1); // [batch, heads, tgtSeq, headDim]
        Tensor v = context.values().splitHeads(heads); // [batch, heads, srcSeq, headDim]
        AttentionSpec full = mask.on(spec);
        float p = dropout.probability(pass);
        if (p > 0) {
            full = full.withDropout(p, pass.key(path()));
        }
        return Attention.of(full, q, k, v, mask.tensor(), bias).mergeHeads(); // [batch, tgtSeq, inner]
    }

    /// The output projection.
    public Tensor project(Tensor merged) {
        return output.forward(merged); // [batch, tgtSeq, hidden]
    }

    /// The attention weights themselves, `[batch, heads, tgtSeq, srcSeq]`, to be looked at.
    public Tensor probabilities(AttentionSpec spec, Tensor x, KeyValues context, AttentionMask mask, Tensor bias) {
        Tensor q = query.forward(x).splitHeads(heads);
        Tensor k = context.keys().splitHeads(heads);
        return Attention.probabilities(mask.on(spec), q, k, mask.tensor(), bias);
    }

    /// `headDim^-½`, the usual scale.
    public float scale() {
        return (float) (1 / Math.sqrt((double) query.weight().shape().dim(0) / heads));
    }

    public int heads() {
        return heads;
    }

    public Linear query() {
        return query;
    }

    public Linear key() {
        return key;
    }

    public Linear value() {
        return value;
    }

    /// The output projection's layer, or null.
    public Linear output() {
        return output;
    }
}
