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
                Operands.floats(logits),
                Operands.at(logits),
                Operands.size(target),
                logits.shape().dim(-1),
                target.storage().longs(),
                Operands.at(target),
                ignore,
                smoothing,
                Operands.floats(loss),
                Operands.at(loss),
                logSumExp == null ? null : Operands.floats(logSumExp),
                logSumExp == null ? 0 : Operands.at(logSumExp));
    }

    private static void crossEntropy(
            float[] x,
            int xo,
            int rows,
            int classes,
            long[] target,
            int to,
            long ignore,
            double smoothing,
            float[] loss,
            int lossAt,
            float[] logSums,
            int logSumsAt) {
        Pieces.rows(rows, classes, (first, end) -> {
            Workspace own = Workspace.mine();
            int count = end - first;
            int start = xo + first * classes;
            float[] max = own.perRow;
            float[] sums = own.perRowToo;
            RowExtremes.maxima(x, start, count, classes, max, 0);
            VectorSoftmax.exponentials(x, start, max, count, classes, own.row(count * classes), 0, sums);
            for (int r = first; r < end; r++) {
                float most = max[r - first];
                double logSum = StrictMath.log(sums[r - first]); // apart from max, or a small loss loses its digits
                if (logSums != null) {
                    logSums[logSumsAt + r] = (float) (most + logSum);
                }
                boolean counts = target[to + r] != ignore;
                double atTarget = counts ? x[xo + r * classes + checked(target[to + r], classes)] : 0;
                loss[lossAt + r] = counts ? (float) ((1 - smoothing) * (most - atTarget + logSum)) : 0;
            }
            if (smoothing == 0) {
                return;
            }
            for (int r = 0; r < count; r++) {
                sums[r] = max[r] + (float) StrictMath.log(sums[r]);
            }
            RowSums.sums(x, start, count, classes, max, 0);
            for (int r = first; r < end; r++) {
                if (target[to + r] != ignore) {
                    loss[lossAt + r] += (float) (smoothing * (sums[r - first] - (double) max[r - first] / classes));
                }
            }
        });
    }

    /// `dx[r, c] = dloss[r]·(p_c - (1-ε)·[c = target] - ε/classes)`; 0 in ignored rows. The probabilities are
    /// computed anew, since a rounded logarithm of a sum would move all of them.
    static void gradient(
            Operand logits, Operand target, long ignore, double smoothing, Operand dloss, Operand dlogits) {
        gradient(
                Operands.floats(logits),
                Operands.at(logits),
                Operands.size(target),
                logits.shape().dim(-1),
                target.storage().longs(),
                Operands.at(target),
                ignore,
                smoothing,
                Operands.floats(dloss),
                Operands.at(dloss),
                Operands.floats(dlogits),
                Operands.at(dlogits));
    }

    private static void gradient(
            float[] x,
            int xo,
            int rows,
            int classes,
            long[] target,
            int to,
            long ignore,
            double smoothing,
            float[] dloss,
            int dlossAt,
            float[] dx,
            int dxo) {
        Pieces.rows(rows, classes, (first, end) -> {
            Workspace own = Workspace.mine();
            int count = end - first;
            int row = dxo + first * classes;
            float[] terms = own.perRow;
            float[] factors = own.perRowToo;
            RowExtremes.maxima(x, xo + first * classes, count, classes, terms, 0);
            VectorSoftmax.exponentials(x, xo + first * classes, terms, count, classes, dx, row, factors);
            for (int r = 0; r < count; r++) {
                float upstream = dloss[dlossAt + first + r];
                factors[r] = upstream / factors[r];
                terms[r] = (float) (-upstream * smoothing / classes);
            }
            VectorSoftmax.affine(dx, row, factors, terms, count, classes);
            for (int r = first; r < end; r++) {
                int at = dxo + r * classes;
                if (target[to + r] == ignore) {
                    Arrays.fill(dx, at, at + classes, 0);
                } else {
                    dx[at + checked(target[to + r], classes)] -= (float) (dloss[dlossAt + r] * (1 - smoothing));
                }
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
