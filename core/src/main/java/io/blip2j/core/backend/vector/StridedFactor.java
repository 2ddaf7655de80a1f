package io.blip2j.core.backend.vector;

/// A right factor that lies in memory with any strides: `b[p, j]` at `at + p·step + j·column`.
///
/// Rows of 32 neighbours are read where they lie; anything else is first copied to a panel of the thread.
///
/// @param batch distance of one product's factor from the next one's
/// @param columns how many columns there are
/// @param copy whether to copy even what could be read where it lies: pays for far strides and many rows
record StridedFactor(float[] array, int at, int batch, int step, int column, int columns, boolean copy)
        implements RightFactor {
    @Override
    public void block(int product, int from, int depth, int first, Block block) {
        int place = at + product * batch + from * step + first * column;
        int width = Math.min(Gemm.WIDTH, columns - first);
        if (column == 1 && width == Gemm.WIDTH && !copy) {
            block.is(array, place, step);
            return;
        }
        float[] panel = Scratch.ofThread().floats(Scratch.Use.RIGHT, depth * Gemm.WIDTH);
        if (column == 1) {
            for (int p = 0; p < depth; p++) {
                System.arraycopy(array, place + p * step, panel, p * Gemm.WIDTH, width);
            }
            Panels.clearEdge(panel, 0, depth, width);
        } else {
            Panels.fromColumns(array, place, column, step, width, depth, panel, 0);
        }
        block.is(panel, 0, Gemm.WIDTH);
    }
}
