package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.UnaryFunction;
import jdk.incubator.vector.FloatVector;

/// What happens to a finished product while it is in cache: `y = act(y + bias) + residual`.
///
/// @param bias one number a column, or null
/// @param act applied to each number
/// @param residual as large as the output and contiguous, or null
record Epilogue(float[] bias, int biasAt, UnaryFunction act, float[] residual, int residualAt) {
    /// Whether there is nothing to do.
    boolean isEmpty() {
        return bias == null && act == UnaryFunction.IDENTITY && residual == null;
    }

    /// Finishes `rows` rows of up to 32 columns of an output with `n` columns.
    /// @param y the output
    /// @param start place of its element (0, 0)
    void apply(float[] y, int start, int n, int row, int rows, int column) {
        int offset = row * n + column;
        if (n - column < Gemm.WIDTH) {
            applyToEdge(y, start, n, offset, rows, column);
            return;
        }
        if (bias != null) {
            addRow(y, start + offset, n, rows, bias, biasAt + column);
        }
        if (act != UnaryFunction.IDENTITY) {
            for (int i = 0; i < rows; i++) {
                activate(y, start + offset + i * n);
            }
        }
        if (residual != null) {
            add(y, start + offset, residual, residualAt + offset, n, rows);
        }
    }

    /// Rows shorter than the registers are finished in a copy.
    private void applyToEdge(float[] y, int start, int n, int offset, int rows, int column) {
        int width = n - column;
        float[] edge = Scratch.ofThread().floats(Scratch.Use.EDGE, Gemm.WIDTH);
        for (int i = 0; i < rows; i++) {
            int place = offset + i * n;
            for (int j = 0; j < width; j++) {
                edge[j] = bias == null ? y[start + place + j] : y[start + place + j] + bias[biasAt + column + j];
            }
            activate(edge, 0);
            for (int j = 0; j < width; j++) {
                y[start + place + j] = residual == null ? edge[j] : edge[j] + residual[residualAt + place + j];
            }
        }
    }

    /// `y[i, j] += x[j]`. The long loop is the inner one: C2 unrolls one of two rounds before it removes boxes.
    private static void addRow(float[] y, int at, int n, int rows, float[] x, int from) {
        for (int j = 0; j < Gemm.WIDTH; j += Lanes.COUNT) {
            FloatVector added = FloatVector.fromArray(Lanes.FLOATS, x, from + j);
            for (int i = 0; i < rows; i++) {
                int place = at + i * n + j;
                FloatVector.fromArray(Lanes.FLOATS, y, place).add(added).intoArray(y, place);
            }
        }
    }

    private static void add(float[] y, int at, float[] x, int from, int n, int rows) {
        for (int j = 0; j < Gemm.WIDTH; j += Lanes.COUNT) {
            for (int i = 0; i < rows; i++) {
                int place = i * n + j;
                FloatVector.fromArray(Lanes.FLOATS, y, at + place)
                        .add(FloatVector.fromArray(Lanes.FLOATS, x, from + place))
                        .intoArray(y, at + place);
            }
        }
    }

    private void activate(float[] y, int at) {
        switch (act) {
            case IDENTITY -> {}
            case RELU, GELU, GELU_TANH, QUICK_GELU, SILU, TANH, SIGMOID ->
                VectorUnary.loop(act, 0, 0, y, at, y, at, Gemm.WIDTH);
            case NEG, ABS, EXP, LOG, SQRT, RSQRT, RECIPROCAL, ERF, AFFINE, CLAMP, POW_SCALAR ->
                throw new IllegalArgumentException("linear: " + act + " is no activation of a linear layer");
        }
    }
}
