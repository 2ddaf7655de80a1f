package io.blip2j.core.backend.scalar;

import io.blip2j.core.backend.Operand;

/// Softmax over the last axis: `y_i = e^(x_i - m) / Σ_j e^(x_j - m)` with `m = max_j x_j`, and its logarithm.
final class ScalarSoftmax {
    private ScalarSoftmax() {}

    /// `y = softmax(x)`, or `y = x - m - ln Σ e^(x - m)`. A row of -∞ gives 0 (log: NaN, as the formula).
    static void softmax(Operand x, boolean log, Operand y) {
        double[] values = Values.read(x);
        int n = Values.width(x);
        for (int start = 0; start < values.length; start += n) {
            if (log) {
                double max = max(values, start, n);
                double logSum = StrictMath.log(sumOfExponentials(values, start, n, max));
                for (int i = start; i < start + n; i++) {
                    values[i] = values[i] - max - logSum;
                }
            } else {
                normalise(values, start, n);
            }
        }
        Values.write(values, y);
    }

    /// Replaces `x[start .. start+n-1]` by its softmax, or by 0 where it is -∞ throughout.
    /// @return `ln Σ e^x`
    static double normalise(double[] x, int start, int n) {
        double max = max(x, start, n);
        if (max == Double.NEGATIVE_INFINITY) {
            java.util.Arrays.fill(x, start, start + n, 0);
            return max;
        }
        double sum = sumOfExponentials(x, start, n, max);
        for (int i = start; i < start + n; i++) {
            x[i] = StrictMath.exp(x[i] - max) / sum;
        }
        return max + StrictMath.log(sum);
    }

    private static double max(double[] x, int start, int n) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = start; i < start + n; i++) {
            max = StrictMath.max(max, x[i]);
        }
        return max;
    }

    private static double sumOfExponentials(double[] x, int start, int n, double max) {
        double sum = 0;
        for (int i = start; i < start + n; i++) {
            sum += StrictMath.exp(x[i] - max);
        }
        return sum;
    }

    /// `dx = y ⊙ (dy - Σ y·dy)`; for log-softmax `dx = dy - e^y · Σ dy`.
    static void softmaxGradient(Operand y, boolean log, Operand dy, Operand dx) {
        double[] result = Values.read(y);
        double[] gradient = Values.read(dy);
        int n = Values.width(y);
        for (int start = 0; start < result.length; start += n) {
            double sum = 0;
            for (int i = start; i < start + n; i++) {
                sum += log ? gradient[i] : result[i] * gradient[i];
            }
            for (int i = start; i < start + n; i++) {
                gradient[i] = log ? gradient[i] - StrictMath.exp(result[i]) * sum : result[i] * (gradient[i] - sum);
            }
        }
        Values.write(gradient, dx);
    }
}
