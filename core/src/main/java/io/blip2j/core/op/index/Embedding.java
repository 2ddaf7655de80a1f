package io.blip2j.core.op.index;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.InputGradients;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.op.Check;
import io.blip2j.core.op.Op;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;

/// `y[i] = weight[ids[i]]`: rows of a table.
///
/// | tensor | shape |
/// |---|---|
/// | ids (I64) | `[...]` |
/// | weight, dweight | `[vocab, hidden]` |
/// | y, dy | `[..., hidden]` |
///
/// Backward: `dweight[ids[i]] += dy[i]` in order of `i`; the row `paddingId` gets nothing (-1: none). Keeps `ids`.
///
/// **Source:** PyTorch `embedding`.
public record Embedding(int paddingId) implements Op {
    /// Rows of a trained table.
    public static Tensor of(Tensor ids, Tensor weight, int paddingId) {
        return Autograd.apply(new Embedding(paddingId), ids, weight);
    }

    /// Rows of a packed constant, without gradient.
    public static Tensor of(Tensor ids, PackedMatrix table) {
        Check.indices("embedding", "id", ids, table.n());
        Tensor y = Tensor.empty(ids.backend(), DType.F32, ids.shape().insert(ids.rank(), table.k()));
        ids.kernels().embedding(table, ids.contiguous().operand(), y.operand());
        return y;
    }

    @Override
    public Tensor forward(Tensor[] inputs, Saved saved) {
        Tensor ids = inputs[0].contiguous();
        Tensor weight = inputs[1].contiguous();
        Check.rank("embedding", "weight", weight, 2);
        Check.indices("embedding", "id", ids, weight.dim(0));
        saved.keep(ids);
        Shape shape = ids.shape().insert(ids.rank(), weight.dim(1));
        Tensor y = weight.empty(shape);
        weight.kernels().embedding(weight.operand(), ids.operand(), y.operand());
        return y;
    }

    @Override
    public void backward(Tensor dy, Saved saved, InputGradients into) {
        Tensor dweight = dy.empty(saved.shape(1));
        dy.kernels().embeddingGradient(saved.get(0).operand(), dy.contiguous().operand(), paddingId, dweight.operand());
        into.add(1, dweight);
    }
}
