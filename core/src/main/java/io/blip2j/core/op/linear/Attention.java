package io.blip2j.core.op.linear;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.InputGradients;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.op.Check;
import io.blip2j.core.op.Op;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// `y = softmax(q·kᵀ·scale + mask + bias)·v`, one fused operation: scores are never stored whole.
///
/// | tensor | shape |
/// |---|---|
/// | q, dq | `[batch, heads, tgtSeq, headDim]` |
/// | k, dk | `[batch, heads, srcSeq, headDim]` |
/// | v, dv | `[batch, heads, srcSeq, valueDim]` |
/// | mask | broadcasts to `[batch, heads, tgtSeq, srcSeq]`; BOOL: true may look; F32: added, has a gradient |
/// | bias, dbias | `[heads, distances]`, by distance (T5) |
/// | y, dy | `[batch, heads, tgtSeq, valueDim]`, laid out so that merging heads is a view |
///
/// A row that may look at nothing gives 0. Which keys a row may look at besides the mask: [AttentionSpec].
///
/// Backward, with `p` recomputed from the kept log-sum-exp: `dv = pᵀ·dy`, `ds = p ⊙ (dy·vᵀ - Σ y·dy)`,
/// `dq = scale·ds·k`, `dk = scale·dsᵀ·q`, `dmask = Σ ds`, `dbias = Σ_distance ds`. Keeps `q, k, v, mask, bias, y` and
/// one number a row.
///
/// **Source:** Vaswani et al., arXiv 1706.03762; tiling by Dao, arXiv 2307.08691.
public record Attention(AttentionSpec spec, boolean masked, boolean biased) implements Op {
    /// @param mask or null
    /// @param bias or null
    public static Tensor of(AttentionSpec spec, Tensor q, Tensor k, Tensor v, Tensor mask, Tensor bias) {
        Attention op = new Attention(spec, mask != null, bias != null);
        if (mask == null) {
            return bias == null ? Autograd.apply(op, q, k, v) : Autograd.apply(op, q, k, v, bias);
        }
        return bias == null ? Autograd.apply(op, q, k, v, mask) : Autograd.apply(op, q, k, v, mask, bias);
    }

    @Override
    public Tensor forward(Tensor[] inputs, Saved saved) {
        Tensor q = lastStrideOne(inputs[0]);
        Tensor k = lastStrideOne(inputs[1]);
        Tensor v = lastStrideOne(inputs[2]);
        check(q, k, v);
        int batch = q.dim(0);
        int heads = q.dim(1);
        int tgtSeq = q.dim(2);
        Tensor rows = q.empty(Shape.of(batch, tgtSeq, heads, v.dim(3)));
        Tensor y = rows.view(rows.layout().permute(0, 2, 1, 3)); // [batch, heads, tgtSeq, valueDim]
        Tensor statistics = saved.recording() ? q.empty(Shape.of(batch, heads, tgtSeq)) : null;
        q.kernels()
                .attention(
                        spec,
                        q.operand(),
                        k.operand(),
                        v.operand(),
                        maskOperand(inputs),
                        biasOperand(inputs),
                        y.operand(),
                        statistics == null ? null : statistics.operand());
        if (saved.recording()) {
            saved.keep(q);
            saved.keep(k);
            saved.keep(v);
            saved.keep(y);
            saved.keep(statistics);
            for (int i = 3; i < inputs.length; i++) {
                saved.keep(inputs[i]);
            }
        }
        return y;
    }

    private static Tensor lastStrideOne(Tensor x) {
        Check.rank("attention", "each of q, k, v", x, 4);
        return x.dim(3) <= 1 || x.layout().stride(3) == 1 ? x : x.contiguous();
    }

    private static void check(Tensor q, Tensor k, Tensor v) {
        Check.arithmetic("attention", q, k, v);
        boolean fits = k.dim(3) == q.dim(3) && k.dim(2) == v.dim(2);
        for (int i = 0; i < 2; i++) {
            fits &= k.dim(i) == q.dim(i) && v.dim(i) == q.dim(i);
        }
        if (!fits) {
            throw new ShapeException(
                    "attention",
                    "q " + q.shape() + ", k " + k.shape() + " and v " + v.shape()
                            + " must agree in batch and heads, q and k in headDim, k and v in srcSeq");
        }
    }

    private Shape scores(Tensor q, Tensor k) {
        return Shape.of(q.dim(0), q.dim(1), q.dim(2), k.dim(2));
    }

    private Operand maskOperand(Tensor[] inputs) {
        if (!masked) {
            return null;
        }
        Tensor mask = inputs[3];
        if (mask.dtype() != DType.BOOL) {
            Check.arithmetic("attention", inputs[0], mask);
        }
        Layout layout =
                mask.layout().broadcastTo(Shape.broadcast("attention", mask.shape(), scores(inputs[0], inputs[1])));
        return new Operand(mask.storage(), layout);
    }

    private Operand biasOperand(Tensor[] inputs) {
        return biased ? inputs[masked ? 4 : 3].contiguous().operand() : null;
    }

    @Override
    public void backward(Tensor dy, Saved saved, InputGradients into) {
        Tensor q = saved.get(0);
        Tensor k = saved.get(1);
        Tensor v = saved.get(2);
        Tensor[] inputs = {q, k, v, masked || biased ? saved.get(5) : null, masked && biased ? saved.get(6) : null};
        Tensor dq = into.wants(0) ? likeHeads(q) : null;
        Tensor dk = into.wants(1) ? likeHeads(k) : null;
        Tensor dv = into.wants(2) ? likeHeads(v) : null;
        boolean wantsMask = masked && inputs[3].dtype() != DType.BOOL && into.wants(3);
        int biasAt = masked ? 4 : 3;
        boolean wantsBias = biased && into.wants(biasAt);
        Tensor dmask = wantsMask ? q.empty(scores(q, k)) : null;
        Tensor dbias = wantsBias ? q.empty(inputs[biasAt].shape()) : null;
        q.kernels()
                .attentionGradient(
                        spec,
                        q.operand(),
                        k.operand(),
                        v.operand(),
                        maskOperand(inputs),
                        biasOperand(inputs),
                        saved.get(3).operand(),
                        saved.get(4).operand(),
                        lastStrideOne(dy).operand(),
                        operand(dq),
                        operand(dk),
                        operand(dv),
                        operand(dmask),
                        operand(dbias));
        Tensor[] gradients = {dq, dk, dv};
        for (int i = 0; i < 3; i++) {
            if (gradients[i] != null) {
                into.add(i, gradients[i]);
            }
        }
        if (wantsMask) {
            into.add(3, dmask);
        }
        if (wantsBias) {
            into.add(biasAt, dbias);
        }
    }

    /// Room for a gradient `[batch, heads, seq, width]` laid out as `[batch, seq, heads, width]`, so that the
    /// projection before it gets its rows without a copy.
    private static Tensor likeHeads(Tensor x) {
        Tensor rows = x.empty(Shape.of(x.dim(0), x.dim(2), x.dim(1), x.dim(3)));
        return rows.view(rows.layout().permute(0, 2, 1, 3));
    }

    private static Operand operand(Tensor tensor) {
        return tensor == null ? null : tensor.operand();
    }

    /// The weights themselves `[batch, heads, tgtSeq, srcSeq]`, without gradient, for layers that one looks at.
    public static Tensor probabilities(AttentionSpec spec, Tensor q, Tensor k, Tensor mask, Tensor bias) {
        Attention op = new Attention(spec, mask != null, bias != null);
        Tensor[] inputs = {q, k, null, mask != null ? mask : bias, mask != null ? bias : null};
        Tensor result = q.empty(op.scores(q, k));
        q.kernels()
                .attentionProbabilities(
                        spec,
                        lastStrideOne(q).operand(),
                        lastStrideOne(k).operand(),
                        op.maskOperand(inputs),
                        op.biasOperand(inputs),
                        result.operand());
        return result;
    }
}
