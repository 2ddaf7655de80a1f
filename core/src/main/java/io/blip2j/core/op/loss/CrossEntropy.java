package io.blip2j.core.op.loss;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.InputGradients;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.Check;
import io.blip2j.core.op.Op;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// `loss[r] = (1-ε)·(-log p_target) + ε·mean_c(-log p_c)`, with `p = softmax(logits[r])` and smoothing `ε`.
///
/// | tensor | shape |
/// |---|---|
/// | logits, dlogits | `[rows, classes]` |
/// | target (I64) | `[rows]`; rows equal to `ignore` count nothing |
/// | y, dy | `[rows]` |
///
/// Backward: `dlogits = dy·(p - (1-ε)·onehot(target) - ε/classes)`. Keeps `logits`, `target`, log-sum-exp.
///
/// **Source:** PyTorch `cross_entropy` (also Szegedy et al., arXiv 1512.00567, for the smoothing).
public record CrossEntropy(long ignore, double smoothing) implements Op {
    /// What PyTorch ignores unless told otherwise.
    public static final long IGNORE = -100;

    /// Loss of each row, 0 for ignored ones.
    public static Tensor rows(Tensor logits, Tensor target, long ignore, double smoothing) {
        return Autograd.apply(new CrossEntropy(ignore, smoothing), logits, target);
    }

    /// Sum over rows divided by how many are not ignored; NaN if all are.
    public static Tensor mean(Tensor logits, Tensor target, long ignore, double smoothing) {
        long counted = 0;
        for (long id : target.toLongs()) {
            counted += id == ignore ? 0 : 1;
        }
        return rows(logits, target, ignore, smoothing).sum().mul(1.0 / counted);
    }

    /// Mean with no smoothing over targets other than [#IGNORE].
    public static Tensor mean(Tensor logits, Tensor target) {
        return mean(logits, target, IGNORE, 0);
    }

    @Override
    public Tensor forward(Tensor[] inputs, Saved saved) {
        Tensor logits = inputs[0].contiguous();
        Tensor target = inputs[1].contiguous();
        Check.arithmetic("cross_entropy", logits);
        Check.rank("cross_entropy", "logits", logits, 2);
        Check.shape("cross_entropy", "target", target, logits.dim(0));
        Check.type("cross_entropy", "target", target, DType.I64);
        for (long id : target.toLongs()) {
            if (id != ignore && (id < 0 || id >= logits.dim(1))) {
                throw new ShapeException("cross_entropy", "target " + id + " is outside 0.." + (logits.dim(1) - 1));
            }
        }
        Shape rows = Shape.of(logits.dim(0));
        Tensor loss = logits.empty(rows);
        Tensor logSumExp = logits.empty(rows);
        saved.keep(logits);
        saved.keep(target);
        saved.keep(logSumExp);
        logits.kernels()
                .crossEntropy(
                        logits.operand(), target.operand(), ignore, smoothing, loss.operand(), logSumExp.operand());
        return loss;
    }

    @Override
    public void backward(Tensor dy, Saved saved, InputGradients into) {
        Tensor logits = saved.get(0);
        Tensor dlogits = logits.emptyLike();
        logits.kernels()
                .crossEntropyGradient(
                        logits.operand(),
                        saved.get(1).operand(),
                        ignore,
                        smoothing,
                        saved.get(2).operand(),
                        dy.contiguous().operand(),
                        dlogits.operand());
        into.add(0, dlogits);
    }
}
