package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.UnaryFunction;
import jdk.incubator.vector.FloatVector;

/// What happens to a finished product while it is in cache: `y = act(y·factor + bias) + residual`.
///
/// @param factors one number a column, at least as many as panels have columns, or null
/// @param bias one number a column, or null
/// @param act applied to each number
/// @param residual as large as the output and contiguous, or null
record Epilogue(float[] factors, float[] bias, int biasAt, UnaryFunction act, float[] residual, int residualAt) {
    /// Rows that are finished in one copy.
    private static final int TOGETHER = Pieces.BLOCK / Gemm.WIDTH;

    /// Whether there is nothing to do.
    boolean isEmpty() {
        return factors == null && bias == null && act == UnaryFunction.IDENTITY && residual == null;
    }

    /// Finishes `rows` rows of up to 32 columns of an output with `n` columns.
    /// @param y the output
    /// @param start place of its element (0, 0)
    void apply(float[] y, int start, int n, int row, int rows, int column) {
        boolean whole = n - column >= Gemm.WIDTH;
        if (!whole || act != UnaryFunction.IDENTITY) {
            for (int i = row; i < row + rows; i += TOGETHER) {
                applyInCopy(y, start, n, i, Math.min(TOGETHER, row + rows - i), column);
            }
            return;
        }
        int offset = row * n + column;
        if (factors != null) {
            scale(y, start + offset, n, rows, factors, column);
        }
        if (bias != null) {
            addRow(y, start + offset, n, rows, bias, biasAt + column);
        }
        if (residual != null) {
            add(y, start + offset, residual, residualAt + offset, n, rows);
        }
    }

    /// Activations, and rows shorter than the registers, are finished in a copy whose rows of 32 lie without
    /// gaps: one call of the function's loop for all of them.
    private void applyInCopy(float[] y, int start, int n, int row, int rows, int column) {
        int width = Math.min(Gemm.WIDTH, n - column);
        int offset = row * n + column;
        float[] copy = Scratch.ofThread().floats(Scratch.Use.EDGE, TOGETHER * Gemm.WIDTH);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(y, start + offset + i * n, copy, i * Gemm.WIDTH, width);
        }
        if (factors != null) {
            scale(copy, 0, Gemm.WIDTH, rows, factors, column);
        }
        if (bias != null) {
            float[] padded = Scratch.ofThread().floats(Scratch.Use.LANES, Gemm.WIDTH);
            System.arraycopy(bias, biasAt + column, padded, 0, width);
            addRow(copy, 0, Gemm.WIDTH, rows, padded, 0);
        }
        activate(copy, rows * Gemm.WIDTH);
        for (int i = 0; i < rows; i++) {
            int place = offset + i * n;
            if (residual == null) {
                System.arraycopy(copy, i * Gemm.WIDTH, y, start + place, width);
            } else {
                for (int j = 0; j < width; j++) {
                    y[start + place + j] = copy[i * Gemm.WIDTH + j] + residual[residualAt + place + j];
                }
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

    /// `y[i, j] *= x[j]`.
    private static void scale(float[] y, int at, int n, int rows, float[] x, int from) {
        for (int j = 0; j < Gemm.WIDTH; j += Lanes.COUNT) {
            FloatVector factor = FloatVector.fromArray(Lanes.FLOATS, x, from + j);
            for (int i = 0; i < rows; i++) {
                int place = at + i * n + j;
                FloatVector.fromArray(Lanes.FLOATS, y, place).mul(factor).intoArray(y, place);
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

    private void activate(float[] y, int count) {
        switch (act) {
            case IDENTITY -> {}
            case RELU, GELU, GELU_TANH, QUICK_GELU, SILU, TANH, SIGMOID ->
                VectorUnary.loop(act, 0, 0, y, 0, y, 0, count);
            case NEG, ABS, EXP, LOG, SQRT, RSQRT, RECIPROCAL, ERF, AFFINE, CLAMP, POW_SCALAR ->
                throw new IllegalArgumentException("linear: " + act + " is no activation of a linear layer");
        }
    }
}
