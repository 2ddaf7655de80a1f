package io.blip2j.core.backend.vector;

/// A constant in panels of native memory, in fewer bits than F32: products of many rows expand it block by block to
/// F32, products of few rows read it where it lies ([FewRows]).
sealed interface NativePanels extends PackedPanels permits HalfPanels, BytePanels, NibblePanels {
    /// `out[p·32 + j] = w[panel·32 + j, from + p]` for `p < depth`, without [#rowFactors]; up to seven rows more
    /// may be written.
    /// @param from a multiple of 32
    void expand(int panel, int from, int depth, float[] out);

    /// Whether there are kernels for few rows; they take whole lanes of neighbours in `k` only.
    boolean streams();

    /// Most rows of one call of [#few].
    int tile();

    /// Neighbouring panels that [#one] reads at once; 0 where it cannot be used.
    int together();

    /// `c[j] (+)= Σ_p a[p]·w[panel·32 + j, from + p]` for `p < depth`, `j < 32·together()`.
    /// @param at place of `a[from]`
    /// @param add whether the finished sum is added to what `c` holds, and not put in its place
    void one(float[] a, int at, int from, int depth, int panel, float[] c, int ct, boolean add);

    /// `c[i, j] (+)= Σ_p a[i, p]·w[column + j, from + p]` for at most [#tile] rows, `p < depth`,
    /// `j < RowKernels.COLUMNS`.
    void few(
            int rows,
            float[] a,
            int at,
            int lda,
            int from,
            int depth,
            int column,
            float[] c,
            int ct,
            int ldc,
            boolean add);

    @Override
    default RightFactor transposed() {
        return (_, from, depth, column, block) -> {
            float[] out = Scratch.ofThread().floats(Scratch.Use.RIGHT, (depth + 7) * Gemm.WIDTH);
            expand(column / Gemm.WIDTH, from, depth, out);
            block.is(out, 0, Gemm.WIDTH);
        };
    }

    @Override
    default RightFactor plain() {
        return this::turned;
    }

    /// `b[from + p, column + j] = w[from + p, column + j]`; `from` and `column` are multiples of 32.
    private void turned(int product, int from, int depth, int column, RightFactor.Block block) {
        Scratch scratch = Scratch.ofThread();
        float[] out = scratch.floats(Scratch.Use.RIGHT, depth * Gemm.WIDTH);
        float[] wide = scratch.floats(Scratch.Use.WIDE, (Gemm.WIDTH + 7) * Gemm.WIDTH);
        int width = Math.min(Gemm.WIDTH, k() - column);
        for (int p = 0; p < depth; p += Gemm.WIDTH) {
            int panel = (from + p) / Gemm.WIDTH;
            expand(panel, column, width, wide);
            if (rowFactors() != null) {
                scaleRows(wide, width, rowFactors(), panel * Gemm.WIDTH);
            }
            Panels.fromColumns(wide, 0, Gemm.WIDTH, 1, width, Math.min(Gemm.WIDTH, depth - p), out, p * Gemm.WIDTH);
        }
        block.is(out, 0, Gemm.WIDTH);
    }

    private static void scaleRows(float[] panel, int depth, float[] factors, int at) {
        for (int p = 0; p < depth; p++) {
            for (int j = 0; j < Gemm.WIDTH; j++) {
                panel[p * Gemm.WIDTH + j] *= factors[at + j];
            }
        }
    }
}
