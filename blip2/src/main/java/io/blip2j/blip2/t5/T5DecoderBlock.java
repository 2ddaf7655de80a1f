package io.blip2j.blip2.t5;

import io.blip2j.blip2.language.CausalAttention;
import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Dropout;
import io.blip2j.nn.Embedding;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;
import io.blip2j.nn.RmsNorm;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.nn.attention.KeyValues;
import java.util.function.UnaryOperator;

/// `h = x + causal(norm(x))`, `g = h + cross(norm(h), encoded)`, `y = g + feedForward(norm(g))`.
///
/// | tensor | shape |
/// |---|---|
/// | x, h, g, y | `[batch, tgtSeq, hidden]` |
/// | encoded | `[batch, srcSeq, hidden]` |
///
/// Cross-attention has no bias by distance.
///
/// **Source:** transformers `T5Block`.
final class T5DecoderBlock extends Module {
    private final T5Attention self;
    private final T5Attention cross;
    private final T5FeedForward feedForward;
    private final RmsNorm norm;
    private final Dropout dropout;

    T5DecoderBlock(T5Config config, boolean first) {
        self = child("layer.0", new T5Attention(config, "SelfAttention", first));
        cross = child("layer.1", new T5Attention(config, "EncDecAttention", false));
        feedForward = child("layer.2.DenseReluDense", new T5FeedForward(config));
        norm = child("layer.2.layer_norm", new RmsNorm(config.hiddenSize(), config.eps()));
        dropout = child("layer.2.dropout", new Dropout(config.dropout()));
    }

    /// Keys and values of the encoder's result for [#forward] and the like.
    KeyValues encoded(Tensor encoded) {
        return cross.attention.keyValues(encoded);
    }

    /// Whole rows.
    Tensor forward(Tensor x, RelativeBias bias, KeyValues encoded, AttentionMask encodedMask, Pass pass) {
        AttentionSpec.Distances places = bias.places(0, x.dim(1), x.dim(1));
        return block(
                x,
                h -> CausalAttention.whole(
                        self.attention, h, T5Attention.SCALE, AttentionMask.none(), places, bias.table(), pass),
                encoded,
                encodedMask,
                pass);
    }

    /// Whole rows of one length, whose keys and values begin a cache.
    Tensor begin(Tensor x, RelativeBias bias, KeyValues encoded, AttentionMask encodedMask, KeyValues cache, int room) {
        int[] lengths = new int[x.dim(0)];
        java.util.Arrays.fill(lengths, x.dim(1));
        AttentionSpec.Distances places = bias.places(0, x.dim(1), x.dim(1));
        return block(
                x,
                h -> CausalAttention.begin(
                        self.attention, h, T5Attention.SCALE, lengths, cache, room, places, bias.table()),
                encoded,
                encodedMask,
                Pass.EVALUATION);
    }

    /// One place more; all rows have the same number of places.
    Tensor next(Tensor x, RelativeBias bias, KeyValues encoded, AttentionMask encodedMask, KeyValues cache) {
        AttentionSpec.Distances places =
                bias.places(cache.lengths()[0], 1, cache.keys().dim(1));
        return block(
                x,
                h -> CausalAttention.next(self.attention, h, T5Attention.SCALE, cache, places, bias.table()),
                encoded,
                encodedMask,
                Pass.EVALUATION);
    }

    private Tensor block(
            Tensor x, UnaryOperator<Tensor> attend, KeyValues encoded, AttentionMask encodedMask, Pass pass) {
        Tensor h = x.add(self.dropout.forward(attend.apply(self.norm.forward(x)), pass));
        AttentionSpec spec = AttentionSpec.full(T5Attention.SCALE);
        Tensor looked = cross.attention.attend(spec, cross.norm.forward(h), encoded, encodedMask, null, pass);
        Tensor g = h.add(cross.dropout.forward(cross.attention.project(looked), pass));
        return g.add(dropout.forward(feedForward.forward(norm.forward(g), pass), pass));
    }

    Embedding relativeBias() {
        return self.relativeBias;
    }
}
