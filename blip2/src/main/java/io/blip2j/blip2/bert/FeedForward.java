package io.blip2j.blip2.bert;

import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Activation;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Pass;

/// The second half of a BERT layer: `y = norm(x + dropout(output(act(intermediate(x)))))`.
///
/// | tensor | shape |
/// |---|---|
/// | x, y | `[batch, seq, hidden]` |
///
/// No module of its own: Hugging Face names its two parts as parts of the layer.
///
/// @param intermediate `[hidden]` to `[inner]`
/// @param activation between the two
/// @param output back to `[hidden]`, with residual and norm
///
/// **Source:** transformers `BertIntermediate`, `BertOutput`.
public record FeedForward(Linear intermediate, Activation activation, AddNorm output) {
    /// The result of the doc above.
    public Tensor forward(Tensor x, Pass pass) {
        return output.forward(activation.forward(intermediate.forward(x)), x, pass);
    }
}
