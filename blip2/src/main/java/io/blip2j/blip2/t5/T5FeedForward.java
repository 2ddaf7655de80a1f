package io.blip2j.blip2.t5;

import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Activation;
import io.blip2j.nn.Dropout;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;

/// `y = wo(act(wi·x))`, or with a gate `y = wo(act(wi_0·x) ⊙ wi_1·x)`; no biases.
///
/// | tensor | shape |
/// |---|---|
/// | x, y | `[batch, seq, hidden]` |
/// | between | `[batch, seq, ffn]` |
///
/// **Source:** transformers `T5DenseActDense`, `T5DenseGatedActDense`; Shazeer, arXiv 2002.05202.
final class T5FeedForward extends Module {
    private final Linear in;
    private final Linear gate;
    private final Linear out;
    private final Dropout dropout;
    private final Activation activation;

    T5FeedForward(T5Config config) {
        boolean gated = config.gated();
        in = child(gated ? "wi_0" : "wi", new Linear(config.hiddenSize(), config.ffnDim(), false));
        gate = gated ? child("wi_1", new Linear(config.hiddenSize(), config.ffnDim(), false)) : null;
        out = child("wo", new Linear(config.ffnDim(), config.hiddenSize(), false));
        dropout = child("dropout", new Dropout(config.dropout()));
        activation = config.activation();
    }

    Tensor forward(Tensor x, Pass pass) {
        Tensor inner = activation.forward(in.forward(x)); // [batch, seq, ffn]
        inner = gate == null ? inner : inner.mul(gate.forward(x));
        return out.forward(dropout.forward(inner, pass));
    }
}
