package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.MatrixFormat;

/// A constant in F32 panels `[⌈n/32⌉][k][32]`, in an array: products read it where it lies.
record FloatPanels(int n, int k, float[] panels) implements PackedPanels {
    @Override
    public MatrixFormat format() {
        return MatrixFormat.F32;
    }

    @Override
    public RightFactor transposed() {
        return new PanelFactor(panels, k);
    }

    @Override
    public RightFactor plain() {
        return this::turned;
    }

    /// `b[from + p, column + j] = w[from + p, column + j]`; `from` is a multiple of 32, so it starts a panel.
    private void turned(int product, int from, int depth, int column, RightFactor.Block block) {
        float[] out = Scratch.ofThread().floats(Scratch.Use.RIGHT, depth * Gemm.WIDTH);
        int width = Math.min(Gemm.WIDTH, k - column);
        for (int p = 0; p < depth; p += Gemm.WIDTH) {
            int at = (from + p) * k + column * Gemm.WIDTH;
            Panels.fromColumns(panels, at, Gemm.WIDTH, 1, width, Math.min(Gemm.WIDTH, depth - p), out, p * Gemm.WIDTH);
        }
        block.is(out, 0, Gemm.WIDTH);
    }

    @Override
    public void row(int row, float[] out, int at) {
        int from = row / Gemm.WIDTH * k * Gemm.WIDTH + row % Gemm.WIDTH;
        for (int p = 0; p < k; p++) {
            out[at + p] = panels[from + p * Gemm.WIDTH];
        }
    }
}
