package io.blip2j.nn;

import io.blip2j.core.tensor.Tensor;

/// `y = weight[ids]`: rows of a table.
///
/// | tensor | shape |
/// |---|---|
/// | ids (I64) | `[...]` |
/// | weight | `[vocab, hidden]` |
/// | y | `[..., hidden]` |
///
/// **Source:** PyTorch `nn.Embedding`; the padding row gets no gradient from look-ups.
public final class Embedding extends Module {
    private final Parameter weight;
    private final int paddingId;

    /// @param paddingId the id whose row does not learn from look-ups, -1 for none
    public Embedding(int vocab, int hidden, int paddingId) {
        weight = parameter("weight", vocab, hidden);
        weight.use(Parameter.Use.TABLE);
        this.paddingId = paddingId;
    }

    /// `[...]` ids to `[..., hidden]`.
    public Tensor forward(Tensor ids) {
        return weight.packed() != null
                ? io.blip2j.core.op.index.Embedding.of(ids, weight.packed())
                : io.blip2j.core.op.index.Embedding.of(ids, weight.tensor(), paddingId);
    }

    public Parameter weight() {
        return weight;
    }
}
