package io.blip2j.core.backend.scalar;

import io.blip2j.core.backend.Operand;
import io.blip2j.core.shape.ShapeException;

/// Cross entropy of rows of logits with class numbers, with label smoothing and rows that do not count.
///
/// **Source:** smoothing as Szegedy et al., "Rethinking the Inception Architecture" (2016), section 7: the target is
/// `(1 - ε)·[c = target] + ε/classes`.
final class ScalarLoss {
    private ScalarLoss() {}

    /// `loss[r] = (1-ε)·(-log p_target) + ε·mean_c(-log p_c)`, `p = softmax(logits[r])`; 0 where the target is
    /// `ignore`.
    static void crossEntropy(
            Operand logits, Operand target, long ignore, double smoothing, Operand loss, Operand logSumExp) {
        double[] values = Values.read(logits);
        long[] targets = Values.readLongs(target);
        int classes = logits.shape().dim(-1);
        double[] losses = new double[targets.length];
        double[] logSums = new double[targets.length];
        double[] row = new double[classes];
        for (int r = 0; r < targets.length; r++) {
            System.arraycopy(values, r * classes, row, 0, classes);
            logSums[r] = ScalarSoftmax.normalise(row, 0, classes);
            if (targets[r] == ignore) {
                continue;
            }
            losses[r] = (1 - smoothing) * (logSums[r] - values[r * classes + checked(targets[r], classes)]);
            if (smoothing != 0) {
                double sum = 0;
                for (int c = 0; c < classes; c++) {
                    sum += logSums[r] - values[r * classes + c];
                }
                losses[r] += smoothing * sum / classes;
            }
        }
        Values.write(losses, loss);
        Values.writeOptional(logSums, logSumExp);
    }

    /// `dlogits[r, c] = dloss[r]·(p_c - (1-ε)·[c = target] - ε/classes)`; 0 in rows that do not count. The
    /// probabilities are computed anew, since a rounded logarithm of a sum would move all of them.
    static void crossEntropyGradient(
            Operand logits, Operand target, long ignore, double smoothing, Operand dloss, Operand dlogits) {
        double[] gradient = Values.read(logits);
        long[] targets = Values.readLongs(target);
        double[] upstream = Values.read(dloss);
        int classes = logits.shape().dim(-1);
        for (int r = 0; r < targets.length; r++) {
            int start = r * classes;
            if (targets[r] == ignore) {
                java.util.Arrays.fill(gradient, start, start + classes, 0);
                continue;
            }
            ScalarSoftmax.normalise(gradient, start, classes);
            gradient[start + checked(targets[r], classes)] -= 1 - smoothing;
            for (int c = 0; c < classes; c++) {
                gradient[start + c] = upstream[r] * (gradient[start + c] - smoothing / classes);
            }
        }
        Values.write(gradient, dlogits);
    }

    private static int checked(long target, int classes) {
        if (target < 0 || target >= classes) {
            throw new ShapeException(
                    "cross_entropy", "target " + target + " is out of range: there are " + classes + " classes");
        }
        return (int) target;
    }
}
