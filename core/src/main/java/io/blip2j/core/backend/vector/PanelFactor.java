package io.blip2j.core.backend.vector;

/// A right factor in panels `[⌈n/32⌉][k][32]`: every block is read where it lies.
///
/// @param k rows of the whole factor
record PanelFactor(float[] panels, int k) implements RightFactor {
    @Override
    public void block(int product, int from, int depth, int column, Block block) {
        block.is(panels, (column / Gemm.WIDTH * k + from) * Gemm.WIDTH, Gemm.WIDTH);
    }
}
