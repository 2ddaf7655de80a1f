package io.blip2j.blip2.t5;

import io.blip2j.nn.Dropout;
import io.blip2j.nn.Embedding;
import io.blip2j.nn.Module;
import io.blip2j.nn.RmsNorm;
import io.blip2j.nn.attention.MultiHeadAttention;

/// One attention of a block: `y = x + dropout(attention(norm(x)))`, without biases and without a scale.
///
/// The first block of a stack also holds the table of the bias by distance, which its other blocks share.
///
/// **Source:** transformers `T5LayerSelfAttention`, `T5LayerCrossAttention`; there is no `1/√headDim`.
final class T5Attention extends Module {
    /// T5 leaves scores as they are.
    static final float SCALE = 1;

    final MultiHeadAttention attention;
    final Embedding relativeBias;
    final RmsNorm norm;
    final Dropout dropout;

    /// @param name `SelfAttention` or `EncDecAttention`
    /// @param withBias whether it holds the table
    T5Attention(T5Config config, String name, boolean withBias) {
        int hidden = config.hiddenSize();
        attention = child(
                name,
                new MultiHeadAttention(new MultiHeadAttention.Options(
                        hidden, hidden, config.inner(), config.heads(), false, config.dropout(), "q", "k", "v", "o")));
        relativeBias = withBias
                ? child(name + ".relative_attention_bias", new Embedding(config.buckets(), config.heads(), -1))
                : null;
        norm = child("layer_norm", new RmsNorm(hidden, config.eps()));
        dropout = child("dropout", new Dropout(config.dropout()));
    }
}
