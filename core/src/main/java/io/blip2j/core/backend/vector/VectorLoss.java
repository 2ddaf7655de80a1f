package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.Operand;
import io.blip2j.core.shape.ShapeException;
import java.util.Arrays;

/// Cross entropy of rows of logits with class numbers, and its gradient.
///
/// **Source:** smoothing as Szegedy et al., "Rethinking the Inception Architecture" (2016), section 7.
final class VectorLoss {
    private VectorLoss() {}

    /// `loss[r] = (1-ε)·(ln Σ e^x - x_target) + ε·(ln Σ e^x - mean x)`; 0 where the target is `ignore`.
    /// @param logSumExp receives `ln Σ e^x` of each row, or null
    static void crossEntropy(
            Operand logits, Operand target, long ignore, double smoothing, Operand loss, Operand logSumExp) {
        crossEntropy(
                Operands.floats(logits), Operands.at(logits), Operands.size(target),
                logits.shape().dim(-1), target.storage().longs(), Operands.at(target), ignore, smoothing,
                Operands.floats(loss), Operands.at(loss),
                logSumExp == null ? null : Operands.floats(logSumExp),
                logSumExp == null ? 0 : Operands.at(logSumExp));
    }

    private static void crossEntropy(
            float[] x, int xo, int rows, int classes, long[] target, int to, long ignore, double smoothing,
            float[] loss, int lossAt, float[] logSums, int logSumsAt) {
        Pieces.rows(rows, 2 * classes, (first, end) -> {
            Workspace own = Workspace.mine();
            for (int r = first; r < end; r++) {
                int row = xo + r * classes;
                float max = VectorReduce.max(x, row, classes);
                float sum = VectorSoftmax.exponentials(x, row, max, own.row(classes), 0, classes, own.lanes);
                double logSum = StrictMath.log(sum); // apart from max: their sum would lose the digits of a small loss
                if (logSums != null) {
                    logSums[logSumsAt + r] = max == Float.NEGATIVE_INFINITY ? max : (float) (max + logSum);
                }
                if (target[to + r] == ignore) {
                    loss[lossAt + r] = 0;
                    continue;
                }
                double x1 = x[row + checked(target[to + r], classes)];
                double result = (1 - smoothing) * (max - x1 + logSum);
                if (smoothing != 0) {
                    double mean = (double) RowSums.sum(x, row, classes, own.lanes) / classes;
                    result += smoothing * (max - mean + logSum);
                }
                loss[lossAt + r] = (float) result;
            }
        });
    }

    /// `dx[r, c] = dloss[r]·(p_c - (1-ε)·[c = target] - ε/classes)`; 0 in ignored rows. The probabilities are computed
    /// anew, since a rounded logarithm of a sum would move all of them.
    static void gradient(
            Operand logits, Operand target, long ignore, double smoothing, Operand dloss, Operand dlogits) {
        gradient(
                Operands.floats(logits), Operands.at(logits), Operands.size(target),
                logits.shape().dim(-1), target.storage().longs(), Operands.at(target), ignore, smoothing,
                Operands.floats(dloss), Operands.at(dloss), Operands.floats(dlogits),
                Operands.at(dlogits));
    }

    private static void gradient(
            float[] x, int xo, int rows, int classes, long[] target, int to, long ignore, double smoothing,
            float[] dloss, int dlossAt, float[] dx, int dxo) {
        Pieces.rows(rows, 2 * classes, (first, end) -> {
            float[] lanes = Workspace.mine().lanes;
            for (int r = first; r < end; r++) {
                int row = dxo + r * classes;
                if (target[to + r] == ignore) {
                    Arrays.fill(dx, row, row + classes, 0);
                    continue;
                }
                int label = checked(target[to + r], classes);
                float upstream = dloss[dlossAt + r];
                float max = VectorReduce.max(x, xo + r * classes, classes);
                float sum = 1;
                if (max == Float.NEGATIVE_INFINITY) {
                    Arrays.fill(dx, row, row + classes, 0);
                } else {
                    sum = VectorSoftmax.exponentials(x, xo + r * classes, max, dx, row, classes, lanes);
                }
                VectorSoftmax.affine(dx, row, upstream / sum, (float) (-upstream * smoothing / classes), classes);
                dx[row + label] -= (float) (upstream * (1 - smoothing));
            }
        });
    }

    private static int checked(long target, int classes) {
        if (target < 0 || target >= classes) {
            throw new ShapeException(
                    "cross_entropy", "target " + target + " is out of range: there are " + classes + " classes");
        }
        return (int) target;
    }
}
