package io.blip2j.core.backend.vector;

import jdk.incubator.vector.FloatVector;

/// Loops over stretches whose length is a multiple of every vector width.
final class VectorRows {
    private VectorRows() {}

    /// `x *= factor`.
    static void scale(float[] x, int at, int count, float factor) {
        for (int i = at; i < at + count; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.FLOATS, x, i).mul(factor).intoArray(x, i);
        }
    }

    /// `x *= y`.
    static void multiply(float[] x, float[] y, int count) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.FLOATS, x, i)
                    .mul(FloatVector.fromArray(Lanes.FLOATS, y, i))
                    .intoArray(x, i);
        }
    }

    /// `x[i, d] *= factors[i]` for `rows` rows of `width`.
    static void scaleRows(float[] x, int rows, int width, float[] factors) {
        for (int i = 0; i < rows; i++) {
            if (factors[i] != 1) {
                scale(x, i * width, width, factors[i]);
            }
        }
    }

    /// `sums[i] = Σ_r x[r, i]·y[r, i]` for rows of 32, `r` ascending.
    static void dotLanes(float[] x, float[] y, int rows, float[] sums) {
        for (int j = 0; j < Gemm.WIDTH; j += Lanes.COUNT) {
            FloatVector sum = FloatVector.zero(Lanes.FLOATS);
            for (int r = 0; r < rows; r++) {
                int place = r * Gemm.WIDTH + j;
                sum = FloatVector.fromArray(Lanes.FLOATS, x, place)
                        .fma(FloatVector.fromArray(Lanes.FLOATS, y, place), sum);
            }
            sum.intoArray(sums, j);
        }
    }

    /// `p[j, i] = p[j, i]·(dp[j, i] - sums[i])·scale` for `count` rows of 32.
    static void softmaxGradient(float[] p, float[] dp, int count, float[] sums, float scale) {
        for (int i = 0; i < Gemm.WIDTH; i += Lanes.COUNT) {
            FloatVector sum = FloatVector.fromArray(Lanes.FLOATS, sums, i);
            for (int j = 0; j < count; j++) {
                int place = j * Gemm.WIDTH + i;
                FloatVector difference =
                        FloatVector.fromArray(Lanes.FLOATS, dp, place).sub(sum);
                FloatVector.fromArray(Lanes.FLOATS, p, place)
                        .mul(difference)
                        .mul(scale)
                        .intoArray(p, place);
            }
        }
    }
}
