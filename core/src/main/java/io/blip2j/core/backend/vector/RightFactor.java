package io.blip2j.core.backend.vector;

/// The right factor `b[p, j]` of a product, read in blocks of [Gemm#WIDTH] columns.
@FunctionalInterface
interface RightFactor {
    /// Finds or makes the block `b[from .. from+depth, column .. column+32]`; columns past the last are zeros or
    /// any finite or infinite rubbish that the caller throws away, but they can be read.
    /// @param batch number of the product in a batch
    /// @param block receives where the block lies
    void block(int batch, int from, int depth, int column, Block block);

    /// Where a block lies: `b[from + p, column + j]` at `at + p·step + j` of `array`.
    final class Block {
        private float[] array;
        private int at;
        private int step;

        void is(float[] newArray, int newAt, int newStep) {
            array = newArray;
            at = newAt;
            step = newStep;
        }

        float[] array() {
            return array;
        }

        int at() {
            return at;
        }

        int step() {
            return step;
        }
    }
}
