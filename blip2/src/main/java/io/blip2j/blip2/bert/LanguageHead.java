package io.blip2j.blip2.bert;

import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Activation;
import io.blip2j.nn.LayerNorm;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Module;
import io.blip2j.nn.Parameter;

/// BERT's head for words: `logits = norm(act(dense(x))) · wordsᵀ + bias`, tied to the table of word embeddings.
///
/// | tensor | shape |
/// |---|---|
/// | x | `[..., hidden]` |
/// | words | `[vocab, hidden]` |
/// | logits | `[..., vocab]` |
///
/// **Source:** transformers `BertLMPredictionHead`, a part of `cls.predictions`.
public final class LanguageHead extends Module {
    private final Linear dense;
    private final LayerNorm norm;
    private final Parameter bias;
    private final Activation activation;

    public LanguageHead(int hidden, int vocab, double eps, Activation activation) {
        dense = child("transform.dense", new Linear(hidden, hidden, true));
        norm = child("transform.LayerNorm", new LayerNorm(hidden, eps));
        bias = parameter("bias", vocab);
        this.activation = activation;
    }

    /// The result of the doc above.
    /// @param words the table that the decoder is tied to
    public Tensor forward(Tensor x, Parameter words) {
        Tensor transformed = norm.forward(activation.forward(dense.forward(x))); // [..., hidden]
        return Linear.apply(transformed, words, bias); // [..., vocab]
    }
}
