package io.blip2j.blip2.bert;

import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.nn.attention.KeyValues;
import io.blip2j.nn.attention.MultiHeadAttention;

/// The first half of a BERT layer: `y = norm(x + dropout(dense(attention(x, context))))`.
///
/// | tensor | shape |
/// |---|---|
/// | x, y | `[batch, tgtSeq, hidden]` |
/// | context | `[batch, srcSeq, contextHidden]`, as keys and values |
///
/// **Source:** transformers `BertAttention` (its inner part is named `self`) and `Blip2QFormerAttention`
/// (`attention`).
public final class BertAttention extends Module {
    private final MultiHeadAttention attention;
    private final AddNorm output;

    /// @param inner name of the inner part
    /// @param hidden width of the rows that look
    /// @param context width of the rows that are looked at
    /// @param heads number of heads
    /// @param eps of the norm
    /// @param attentionDropout probability of dropping an attention weight
    /// @param dropout probability of dropping an element of the result
    public BertAttention(
            String inner, int hidden, int context, int heads, double eps, double attentionDropout, double dropout) {
        attention = child(
                inner,
                new MultiHeadAttention(new MultiHeadAttention.Options(
                        hidden, context, hidden, heads, true, attentionDropout, "query", "key", "value")));
        output = child("output", new AddNorm(hidden, hidden, eps, dropout));
    }

    /// Keys and values of what is looked at.
    public KeyValues keyValues(Tensor context) {
        return attention.keyValues(context);
    }

    /// Rows that see every key which the mask leaves.
    public Tensor forward(Tensor x, KeyValues keys, AttentionMask mask, Pass pass) {
        return output.forward(attention.attend(full(), x, keys, mask, null, pass), x, pass);
    }

    /// Rows that see the first `past` keys, and of the later ones those up to their own.
    public Tensor causal(Tensor x, KeyValues keys, int past, AttentionMask mask, Pass pass) {
        AttentionSpec spec = AttentionSpec.causal(attention.scale(), past);
        return output.forward(attention.attend(spec, x, keys, mask, null, pass), x, pass);
    }

    /// The attention weights, `[batch, heads, tgtSeq, srcSeq]`, to be looked at.
    public Tensor probabilities(Tensor x, KeyValues keys, AttentionMask mask) {
        return attention.probabilities(full(), x, keys, mask, null);
    }

    private AttentionSpec full() {
        return AttentionSpec.full(attention.scale());
    }
}
