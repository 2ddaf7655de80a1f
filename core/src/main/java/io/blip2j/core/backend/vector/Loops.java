package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.Operand;

/// Several operands of one shape walked together, with as few loops as their strides allow.
///
/// Axes of size 1 are dropped, and neighbouring axes that every operand walks as one are merged: two contiguous
/// operands end as one loop, a bias over rows as two.
final class Loops {
    private final int rank;
    private final int[] dims;
    private final int[][] strides;
    private final int[] offsets;

    private Loops(int rank, int[] dims, int[][] strides, int[] offsets) {
        this.rank = rank;
        this.dims = dims;
        this.strides = strides;
        this.offsets = offsets;
    }

    /// Operands of one shape; the first gives it.
    static Loops of(Operand... operands) {
        int[] shape = operands[0].shape().dims();
        int[][] full = new int[operands.length][];
        int[] offsets = new int[operands.length];
        for (int k = 0; k < operands.length; k++) {
            full[k] = operands[k].layout().strides();
            offsets[k] = operands[k].layout().offset();
        }
        int[] dims = new int[shape.length + 1];
        int[][] strides = new int[operands.length][shape.length + 1];
        int rank = 0;
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] == 1) {
                continue;
            }
            if (rank > 0 && merges(full, axis, shape[axis], strides, rank - 1)) {
                dims[rank - 1] *= shape[axis];
            } else {
                dims[rank++] = shape[axis];
            }
            for (int k = 0; k < full.length; k++) {
                strides[k][rank - 1] = full[k][axis];
            }
        }
        if (rank == 0) {
            dims[rank++] = 1;
        }
        return new Loops(rank, dims, strides, offsets);
    }

    private static boolean merges(int[][] full, int axis, int dim, int[][] strides, int last) {
        for (int k = 0; k < full.length; k++) {
            if (strides[k][last] != full[k][axis] * dim) {
                return false;
            }
        }
        return true;
    }

    /// Number of loops, at least 1.
    int rank() {
        return rank;
    }

    /// Length of a loop, outermost first.
    int dim(int loop) {
        return dims[loop];
    }

    /// An operand's stride in a loop.
    int stride(int operand, int loop) {
        return strides[operand][loop];
    }

    /// Length of the innermost loop.
    int inner() {
        return dims[rank - 1];
    }

    /// How often the innermost loop runs.
    int rows() {
        int rows = 1;
        for (int axis = 0; axis < rank - 1; axis++) {
            rows *= dims[axis];
        }
        return rows;
    }

    /// An operand's stride in the innermost loop.
    int step(int operand) {
        return strides[operand][rank - 1];
    }

    /// Where the innermost loop of a row begins for an operand.
    int place(int operand, int row) {
        int place = offsets[operand];
        int rest = row;
        for (int axis = rank - 2; axis > 0; axis--) {
            place += rest % dims[axis] * strides[operand][axis];
            rest /= dims[axis];
        }
        return rank > 1 ? place + rest * strides[operand][0] : place;
    }

    /// A block of one row.
    @FunctionalInterface
    interface Block {
        /// @param row which row
        /// @param from first element of the innermost loop
        /// @param n how many
        void run(int row, int from, int n);
    }

    /// Runs `body` over all blocks of all rows.
    void run(Block body) {
        int inner = inner();
        int rows = rows();
        if (inner <= Pieces.BLOCK) {
            Pieces.rows(rows, inner, (from, to) -> {
                for (int row = from; row < to; row++) {
                    body.run(row, 0, inner);
                }
            });
        } else {
            for (int row = 0; row < rows; row++) {
                int current = row;
                Pieces.blocks(inner, (from, to) -> body.run(current, from, to - from));
            }
        }
    }
}
