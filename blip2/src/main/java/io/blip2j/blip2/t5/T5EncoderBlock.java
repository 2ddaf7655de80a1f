package io.blip2j.blip2.t5;

import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Dropout;
import io.blip2j.nn.Embedding;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;
import io.blip2j.nn.RmsNorm;
import io.blip2j.nn.attention.AttentionMask;

/// `h = x + attention(norm(x))`, `y = h + feedForward(norm(h))`.
///
/// | tensor | shape |
/// |---|---|
/// | x, h, y | `[batch, seq, hidden]` |
///
/// **Source:** transformers `T5Block`.
final class T5EncoderBlock extends Module {
    private final T5Attention self;
    private final T5FeedForward feedForward;
    private final RmsNorm norm;
    private final Dropout dropout;

    T5EncoderBlock(T5Config config, boolean first) {
        self = child("layer.0", new T5Attention(config, "SelfAttention", first));
        feedForward = child("layer.1.DenseReluDense", new T5FeedForward(config));
        norm = child("layer.1.layer_norm", new RmsNorm(config.hiddenSize(), config.eps()));
        dropout = child("layer.1.dropout", new Dropout(config.dropout()));
    }

    Tensor forward(Tensor x, AttentionMask mask, RelativeBias bias, Pass pass) {
        AttentionSpec spec = AttentionSpec.full(T5Attention.SCALE).withDistances(bias.places(0, x.dim(1), x.dim(1)));
        Tensor normal = self.norm.forward(x);
        Tensor merged = self.attention.attend(spec, normal, self.attention.keyValues(normal), mask, bias.table(), pass);
        Tensor h = x.add(self.dropout.forward(self.attention.project(merged), pass));
        return h.add(dropout.forward(feedForward.forward(norm.forward(h), pass), pass));
    }

    Embedding relativeBias() {
        return self.relativeBias;
    }
}
