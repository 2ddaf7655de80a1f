package io.blip2j.core.backend.scalar;

import io.blip2j.core.backend.Operand;

/// LayerNorm and RMSNorm over the last axis. Weights and biases are `[n]`.
///
/// **Source:** Ba et al., "Layer Normalization" (2016); Zhang and Sennrich, "Root Mean Square Layer Normalization"
/// (2019), which is T5's layer norm.
final class ScalarNorm {
    private ScalarNorm() {}

    /// `y = (x - mean)/√(var + eps) · w + b`, `var = mean((x - mean)²)`; statistics `[rows, 2]`: mean,
    /// `1/√(var + eps)`.
    static void layerNorm(Operand x, Operand w, Operand b, double eps, Operand y, Operand statistics) {
        double[] values = Values.read(x);
        double[] weight = Values.readOptional(w);
        double[] bias = Values.readOptional(b);
        int n = Values.width(x);
        int rows = Values.rows(x);
        double[] kept = new double[rows * 2];
        for (int r = 0; r < rows; r++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += values[r * n + i];
            }
            double mean = sum / n;
            double squares = 0;
            for (int i = 0; i < n; i++) {
                double centred = values[r * n + i] - mean;
                squares += centred * centred;
            }
            double inverse = 1 / StrictMath.sqrt(squares / n + eps);
            for (int i = 0; i < n; i++) {
                double normal = (values[r * n + i] - mean) * inverse;
                values[r * n + i] = normal * factor(weight, i) + (bias == null ? 0 : bias[i]);
            }
            kept[r * 2] = mean;
            kept[r * 2 + 1] = inverse;
        }
        Values.write(values, y);
        Values.writeOptional(kept, statistics);
    }

    /// With `xHat = (x - mean)·inverse` and `g = dy·w`: `dx = inverse·(g - mean(g) - xHat·mean(g·xHat))`, `dw =
    /// Σ_rows dy·xHat`, `db = Σ_rows dy`.
    static void layerNormGradient(
            Operand x, Operand w, Operand statistics, Operand dy, Operand dx, Operand dw, Operand db) {
        double[] values = Values.read(x);
        double[] weight = Values.readOptional(w);
        double[] kept = Values.read(statistics);
        double[] gradient = Values.read(dy);
        int n = Values.width(x);
        int rows = Values.rows(x);
        double[] weightGradient = new double[n];
        double[] biasGradient = new double[n];
        for (int r = 0; r < rows; r++) {
            double mean = kept[r * 2];
            double inverse = kept[r * 2 + 1];
            double sum = 0;
            double sumWithNormal = 0;
            for (int i = 0; i < n; i++) {
                double normal = (values[r * n + i] - mean) * inverse;
                double g = gradient[r * n + i];
                weightGradient[i] += g * normal;
                biasGradient[i] += g;
                sum += g * factor(weight, i);
                sumWithNormal += g * factor(weight, i) * normal;
            }
            for (int i = 0; i < n; i++) {
                double normal = (values[r * n + i] - mean) * inverse;
                double g = gradient[r * n + i] * factor(weight, i);
                values[r * n + i] = inverse * (g - sum / n - normal * (sumWithNormal / n));
            }
        }
        Values.writeOptional(values, dx);
        Values.writeOptional(weightGradient, dw);
        Values.writeOptional(biasGradient, db);
    }

    /// `y = w · x/√(mean(x²) + eps)`; statistics `[rows]`: `1/√(mean(x²) + eps)`.
    static void rmsNorm(Operand x, Operand w, double eps, Operand y, Operand statistics) {
        double[] values = Values.read(x);
        double[] weight = Values.readOptional(w);
        int n = Values.width(x);
        int rows = Values.rows(x);
        double[] kept = new double[rows];
        for (int r = 0; r < rows; r++) {
            double squares = 0;
            for (int i = 0; i < n; i++) {
                squares += values[r * n + i] * values[r * n + i];
            }
            kept[r] = 1 / StrictMath.sqrt(squares / n + eps);
            for (int i = 0; i < n; i++) {
                values[r * n + i] *= kept[r] * factor(weight, i);
            }
        }
        Values.write(values, y);
        Values.writeOptional(kept, statistics);
    }

    /// With `xHat = x·inverse` and `g = dy·w`: `dx = inverse·(g - xHat·mean(g·xHat))`, `dw = Σ_rows dy·xHat`.
    static void rmsNormGradient(Operand x, Operand w, Operand statistics, Operand dy, Operand dx, Operand dw) {
        double[] values = Values.read(x);
        double[] weight = Values.readOptional(w);
        double[] kept = Values.read(statistics);
        double[] gradient = Values.read(dy);
        int n = Values.width(x);
        int rows = Values.rows(x);
        double[] weightGradient = new double[n];
        for (int r = 0; r < rows; r++) {
            double inverse = kept[r];
            double sumWithNormal = 0;
            for (int i = 0; i < n; i++) {
                double normal = values[r * n + i] * inverse;
                weightGradient[i] += gradient[r * n + i] * normal;
                sumWithNormal += gradient[r * n + i] * factor(weight, i) * normal;
            }
            for (int i = 0; i < n; i++) {
                double normal = values[r * n + i] * inverse;
                double g = gradient[r * n + i] * factor(weight, i);
                values[r * n + i] = inverse * (g - normal * (sumWithNormal / n));
            }
        }
        Values.writeOptional(values, dx);
        Values.writeOptional(weightGradient, dw);
    }

    private static double factor(double[] weight, int i) {
        return weight == null ? 1 : weight[i];
    }
}
