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
        int width = Math.min(Gemm.WIDTH, n - column);
        float[] edge = Scratch.ofThread().floats(Scratch.Use.EDGE, 2 * Gemm.WIDTH);
        for (int i = row; i < row + rows; i++) {
            int offset = i * n + column;
            float[] line = y;
            int at = start + offset;
            if (width < Gemm.WIDTH) {
                // a row shorter than the registers is finished in a copy
                System.arraycopy(y, at, edge, 0, width);
                line = edge;
                at = 0;
            }
            if (bias != null) {
                addTo(line, at, width, bias, biasAt + column);
            }
            activate(line, at);
            if (residual != null) {
                addTo(line, at, width, residual, residualAt + offset);
            }
            if (width < Gemm.WIDTH) {
                System.arraycopy(edge, 0, y, start + offset, width);
            }
        }
    }

    private static void addTo(float[] y, int at, int width, float[] x, int from) {
        int j = 0;
        for (; j + Lanes.COUNT <= width; j += Lanes.COUNT) {
            FloatVector sum = FloatVector.fromArray(Lanes.FLOATS, y, at + j)
                    .add(FloatVector.fromArray(Lanes.FLOATS, x, from + j));
            sum.intoArray(y, at + j);
        }
        for (; j < width; j++) {
            y[at + j] += x[from + j];
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
