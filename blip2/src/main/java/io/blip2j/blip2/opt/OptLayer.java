package io.blip2j.blip2.opt;

import io.blip2j.blip2.language.CausalAttention;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Activation;
import io.blip2j.nn.Dropout;
import io.blip2j.nn.LayerNorm;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.nn.attention.KeyValues;
import io.blip2j.nn.attention.MultiHeadAttention;
import java.util.function.UnaryOperator;

/// One layer of OPT. With normalisation before: `h = x + attention(norm(x))`, `y = h + fc2(relu(fc1(norm(h))))`. With
/// normalisation after (350m): `h = norm(x + attention(x))`, `y = norm(h + fc2(relu(fc1(h))))`.
///
/// | tensor | shape |
/// |---|---|
/// | x, h, y | `[batch, seq, hidden]` |
///
/// **Source:** transformers `OPTDecoderLayer`. It scales the query before the product with the keys; here the
/// product is scaled, which differs by a rounding.
public final class OptLayer extends Module {
    private static final double EPS = 1e-5;

    private final MultiHeadAttention attention;
    private final LayerNorm attentionNorm;
    private final Linear fc1;
    private final Linear fc2;
    private final LayerNorm finalNorm;
    private final Dropout attentionDropout;
    private final Dropout feedForwardDropout;
    private final Activation activation;
    private final boolean normBefore;

    public OptLayer(OptConfig config) {
        int hidden = config.hiddenSize();
        attention = child(
                "self_attn",
                new MultiHeadAttention(new MultiHeadAttention.Options(
                        hidden,
                        hidden,
                        hidden,
                        config.heads(),
                        config.bias(),
                        config.attentionDropout(),
                        "q_proj",
                        "k_proj",
                        "v_proj",
                        "out_proj")));
        attentionNorm = child("self_attn_layer_norm", new LayerNorm(hidden, EPS));
        fc1 = child("fc1", new Linear(hidden, config.ffnDim(), config.bias()));
        fc2 = child("fc2", new Linear(config.ffnDim(), hidden, config.bias()));
        finalNorm = child("final_layer_norm", new LayerNorm(hidden, EPS));
        attentionDropout = child("self_attn_dropout", new Dropout(config.dropout()));
        feedForwardDropout = child("fc2_dropout", new Dropout(config.dropout()));
        activation = config.activation();
        normBefore = config.normBefore();
    }

    /// Whole rows.
    public Tensor forward(Tensor x, AttentionMask mask, Pass pass) {
        return layer(x, h -> CausalAttention.whole(attention, h, attention.scale(), mask, null, null, pass), pass);
    }

    /// Whole rows, whose keys and values begin a cache.
    Tensor begin(Tensor x, int[] lengths, KeyValues cache, int room) {
        return layer(
                x,
                h -> CausalAttention.begin(attention, h, attention.scale(), lengths, cache, room, null, null),
                Pass.EVALUATION);
    }

    /// One place more.
    Tensor next(Tensor x, KeyValues cache) {
        return layer(x, h -> CausalAttention.next(attention, h, attention.scale(), cache, null, null), Pass.EVALUATION);
    }

    private Tensor layer(Tensor x, UnaryOperator<Tensor> attend, Pass pass) {
        Tensor attended = attend.apply(normBefore ? attentionNorm.forward(x) : x);
        Tensor h = x.add(attentionDropout.forward(attended, pass));
        h = normBefore ? h : attentionNorm.forward(h);
        Tensor inner = activation.forward(fc1.forward(normBefore ? finalNorm.forward(h) : h)); // [batch, seq, ffn]
        Tensor y = h.add(feedForwardDropout.forward(fc2.forward(inner), pass));
        return normBefore ? y : finalNorm.forward(y);
    }
}
