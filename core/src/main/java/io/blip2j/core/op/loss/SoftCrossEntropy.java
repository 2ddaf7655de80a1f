package io.blip2j.core.op.loss;

import io.blip2j.core.op.Check;
import io.blip2j.core.tensor.Tensor;

/// `loss[r] = -Σ_c t_c·log softmax(logits[r])_c`, with `t = (1-ε)·target[r] + ε/classes`.
///
/// | tensor | shape |
/// |---|---|
/// | logits, target | `[rows, classes]`; target rows are probabilities |
/// | result | `[rows]` |
///
/// Composed, so that both inputs get gradients. **Source:** PyTorch `cross_entropy` with probability targets.
public final class SoftCrossEntropy {
    private SoftCrossEntropy() {}

    /// Loss of each row.
    public static Tensor rows(Tensor logits, Tensor target, double smoothing) {
        Check.rank("cross_entropy", "logits", logits, 2);
        Check.shape("cross_entropy", "target", target, logits.dim(0), logits.dim(1));
        Tensor smoothed = smoothing == 0 ? target : target.affine(1 - smoothing, smoothing / logits.dim(1));
        return smoothed.mul(logits.logSoftmax(-1)).sum(-1, false).neg();
    }

    /// Mean over the rows.
    public static Tensor mean(Tensor logits, Tensor target, double smoothing) {
        return rows(logits, target, smoothing).mean();
    }
}
