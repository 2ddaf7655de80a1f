package io.blip2j.core.backend.scalar;

import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.UnaryFunction;

/// Matrix products: batched, and as a linear layer with its gradients.
final class ScalarProducts {
    private ScalarProducts() {}

    /// `y[p, i, j] = Σ_l a[p, i, l] · b[p, l, j]`: `a` `[batch, m, k]`, `b` `[batch, k, n]`.
    static void matmul(Operand a, Operand b, Operand y) {
        double[] left = Values.read(a);
        double[] right = Values.read(b);
        int batch = a.shape().dim(0);
        int m = a.shape().dim(1);
        int k = a.shape().dim(2);
        int n = b.shape().dim(2);
        double[] result = new double[batch * m * n];
        for (int p = 0; p < batch; p++) {
            for (int i = 0; i < m; i++) {
                for (int l = 0; l < k; l++) {
                    double factor = left[(p * m + i) * k + l];
                    for (int j = 0; j < n; j++) {
                        result[(p * m + i) * n + j] += factor * right[(p * k + l) * n + j];
                    }
                }
            }
        }
        Values.write(result, y);
    }

    /// `y[r, j] = act(Σ_l x[r, l] · w[j, l] + bias[j]) + residual[r, j]`: `x` `[rows, k]`, `w` `[n, k]`.
    static void linear(Operand x, double[] w, Operand bias, UnaryFunction act, Operand residual, Operand y) {
        double[] values = Values.read(x);
        double[] biases = Values.readOptional(bias);
        double[] added = Values.readOptional(residual);
        int n = Values.width(y);
        int k = Values.width(x);
        double[] result = new double[y.shape().size()];
        for (int at = 0; at < result.length; at++) {
            int row = at / n;
            int column = at % n;
            double sum = 0;
            for (int l = 0; l < k; l++) {
                sum += values[row * k + l] * w[column * k + l];
            }
            if (biases != null) {
                sum += biases[column];
            }
            sum = ScalarFunctions.value(act, 0, 0, sum);
            result[at] = added == null ? sum : sum + added[at];
        }
        Values.write(result, y);
    }

    /// `dx[r, l] = Σ_j dy[r, j] · w[j, l]`: `dy` `[rows, n]`, `w` `[n, k]`.
    static void linearInputGradient(Operand dy, double[] w, Operand dx) {
        double[] gradient = Values.read(dy);
        int n = Values.width(dy);
        int k = Values.width(dx);
        double[] result = new double[dx.shape().size()];
        for (int at = 0; at < gradient.length; at++) {
            int row = at / n;
            int column = at % n;
            for (int l = 0; l < k; l++) {
                result[row * k + l] += gradient[at] * w[column * k + l];
            }
        }
        Values.write(result, dx);
    }

    /// `dw[j, l] = Σ_r dy[r, j] · x[r, l]`: `dy` `[rows, n]`, `x` `[rows, k]`.
    static void linearWeightGradient(Operand dy, Operand x, Operand dw) {
        double[] gradient = Values.read(dy);
        double[] values = Values.read(x);
        int n = Values.width(dy);
        int k = Values.width(x);
        double[] result = new double[n * k];
        for (int at = 0; at < gradient.length; at++) {
            int row = at / n;
            int column = at % n;
            for (int l = 0; l < k; l++) {
                result[column * k + l] += gradient[at] * values[row * k + l];
            }
        }
        Values.write(result, dw);
    }
}
