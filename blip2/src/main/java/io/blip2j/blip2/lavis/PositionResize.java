package io.blip2j.blip2.lavis;

import io.blip2j.blip2.lavis.Pieces.Piece;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import java.util.Arrays;

/// Position tables for pictures of another size, stretched once when they are read.
///
/// | tensor | shape |
/// |---|---|
/// | table | `[..., 1 + side², hidden]`, the class token first |
/// | result | `[..., 1 + newSide², hidden]` |
///
/// Bicubic, `a = -0.75`, without smoothing; edges repeat. Place `i` of the result looks at `(i + ½)·side/newSide
/// - ½` for
/// EVA, and with aligned corners, at `i·(side - 1)/(newSide - 1)`, for CLIP.
///
/// **Source:** LAVIS `eva_vit.py` and `clip_vit.py`, `interpolate_pos_embed`: one does not align corners, the
/// other does.
final class PositionResize {
    private static final double A = -0.75;
    private static final int TAPS = 4;

    private final int side;
    private final int newSide;
    private final int[][] places;
    private final double[][] weights;

    /// @param side patches along a side of the table's pictures
    PositionResize(int side, int newSide, boolean alignCorners) {
        this.side = side;
        this.newSide = newSide;
        places = new int[newSide][TAPS];
        weights = new double[newSide][TAPS];
        for (int i = 0; i < newSide; i++) {
            double at;
            if (alignCorners) {
                at = newSide == 1 ? 0 : (double) i * (side - 1) / (newSide - 1);
            } else {
                at = (i + 0.5) * side / newSide - 0.5;
            }
            int first = (int) Math.floor(at) - 1;
            for (int tap = 0; tap < TAPS; tap++) {
                places[i][tap] = Math.clamp(first + tap, 0, side - 1);
                weights[i][tap] = cubic(Math.abs(at - (first + tap)));
            }
        }
    }

    private static double cubic(double x) {
        return x <= 1 ? ((A + 2) * x - (A + 3)) * x * x + 1 : ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
    }

    /// The table for the new size.
    Piece of(Piece table) {
        int rank = table.shape().rank();
        int hidden = table.shape().dim(rank - 1);
        int[] dims = table.shape().dims();
        dims[rank - 2] = 1 + newSide * newSide;
        return new Piece(
                Shape.of(dims),
                DType.F32,
                backend -> Tensor.of(
                        backend,
                        stretched(table.read().apply(backend).cast(DType.F32).toFloats(), hidden),
                        dims));
    }

    /// @param table row-major, the class token's row first
    float[] stretched(float[] table, int hidden) {
        float[] result = Arrays.copyOf(table, (1 + newSide * newSide) * hidden);
        for (int row = 0; row < newSide; row++) {
            for (int column = 0; column < newSide; column++) {
                int to = (1 + row * newSide + column) * hidden;
                for (int i = 0; i < hidden; i++) {
                    result[to + i] = (float) at(table, row, column, hidden, i);
                }
            }
        }
        return result;
    }

    private double at(float[] table, int row, int column, int hidden, int i) {
        double sum = 0;
        for (int y = 0; y < TAPS; y++) {
            double across = 0;
            for (int x = 0; x < TAPS; x++) {
                int from = 1 + places[row][y] * side + places[column][x];
                across += weights[column][x] * table[from * hidden + i];
            }
            sum += weights[row][y] * across;
        }
        return sum;
    }
}
