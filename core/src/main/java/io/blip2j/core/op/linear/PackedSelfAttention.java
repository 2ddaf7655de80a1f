package io.blip2j.core.op.linear;

import io.blip2j.core.autograd.Saved;
import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.op.Check;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;

/// `y = softmax(q·kᵀ·scale)·v` where `q`, `k` and `v` lie side by side in one row: the attention kernel on three
/// views.
///
/// | tensor | shape |
/// |---|---|
/// | x, dx | `[batch, tokens, 3·hidden]`: queries, keys, values, each head by head |
/// | y, dy | `[batch, tokens, hidden]`, heads merged |
///
/// Backward as in [Attention]; the kernel writes `dq`, `dk` and `dv` into the three parts of
/// `dx`, so nothing is copied together. Keeps `x`, `y` and one number a row.
///
/// **Source:** transformers `Blip2Attention`: rows of `qkv` are queries, keys, values.
public record PackedSelfAttention(AttentionSpec spec, int heads) implements UnaryOp {
    @Override
    public Tensor forward(Tensor x, Saved saved) {
        Check.arithmetic("self-attention", x);
        Tensor rows = x.contiguous();
        Tensor y = x.empty(Shape.of(x.dim(0), x.dim(1), x.dim(2) / 3));
        Tensor statistics = saved.recording() ? x.empty(Shape.of(x.dim(0), heads, x.dim(1))) : null;
        x.kernels()
                .attention(
                        spec,
                        part(rows, 0),
                        part(rows, 1),
                        part(rows, 2),
                        null,
                        null,
                        split(y),
                        statistics == null ? null : statistics.operand());
        if (saved.recording()) {
            saved.keep(rows);
            saved.keep(y);
            saved.keep(statistics);
        }
        return y;
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        Tensor rows = saved.get(0);
        Tensor dx = rows.emptyLike();
        dy.kernels()
                .attentionGradient(
                        spec,
                        part(rows, 0),
                        part(rows, 1),
                        part(rows, 2),
                        null,
                        null,
                        split(saved.get(1)),
                        saved.get(2).operand(),
                        split(dy.contiguous()),
                        part(dx, 0),
                        part(dx, 1),
                        part(dx, 2),
                        null,
                        null);
        return dx;
    }

    /// One of the three parts as `[batch, heads, tokens, headDim]`, a view.
    private Operand part(Tensor rows, int which) {
        int hidden = rows.dim(2) / 3;
        return split(rows.view(rows.layout().slice(2, which * hidden, (which + 1) * hidden, 1)));
    }

    /// `[batch, tokens, hidden]` as `[batch, heads, tokens, headDim]`, a view also of rows with gaps.
    private Operand split(Tensor rows) {
        Shape split = Shape.of(rows.dim(0), rows.dim(1), heads, rows.dim(2) / heads);
        return new Operand(rows.storage(), rows.layout().reshape(split).permute(0, 2, 1, 3));
    }
}
