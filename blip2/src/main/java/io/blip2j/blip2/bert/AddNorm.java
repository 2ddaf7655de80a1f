package io.blip2j.blip2.bert;

import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Dropout;
import io.blip2j.nn.LayerNorm;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;

/// The end of each half of a BERT layer: `y = norm(residual + dropout(dense(x)))`.
///
/// | tensor | shape |
/// |---|---|
/// | x | `[batch, seq, inner]` |
/// | residual, y | `[batch, seq, hidden]` |
///
/// **Source:** transformers `BertSelfOutput`, `BertOutput`.
public final class AddNorm extends Module {
    private final Linear dense;
    private final LayerNorm norm;
    private final Dropout dropout;

    public AddNorm(int inner, int hidden, double eps, double p) {
        dense = child("dense", new Linear(inner, hidden, true));
        norm = child("LayerNorm", new LayerNorm(hidden, eps));
        dropout = child("dropout", new Dropout(p));
    }

    /// The result of the doc above.
    public Tensor forward(Tensor x, Tensor residual, Pass pass) {
        return norm.forward(dropout.forward(dense.forward(x), pass).add(residual));
    }
}
