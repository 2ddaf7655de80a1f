package io.blip2j.core.backend.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// `Σ x²` in double, for norms of gradients: chunks of 16384 elements in 32 lanes, chunks added in order.
final class VectorSquares {
    private static final int CHUNK = 16384;
    private static final int LANES = 32;
    private static final VectorSpecies<Double> D = Lanes.FLOATS.withLanes(double.class);
    private static final VectorSpecies<Float> HALF =
            VectorSpecies.of(float.class, VectorShape.forBitSize(D.vectorBitSize() / 2));
    private static final int L = D.length();

    private VectorSquares() {}

    static double sum(float[] x, int xo, int n) {
        int chunks = Pieces.count(n, CHUNK);
        double[] parts = Workspace.mine().sums(chunks);
        Pieces.chunks(chunks, n, c -> {
            parts[c] = chunk(x, xo + c * CHUNK, Math.min(CHUNK, n - c * CHUNK), Workspace.mine().doubleLanes);
        });
        double total = 0;
        for (int c = 0; c < chunks; c++) {
            total += parts[c];
        }
        return total;
    }

    private static double chunk(float[] x, int o, int n, double[] lanes) {
        DoubleVector c0 = DoubleVector.zero(D);
        DoubleVector c1 = c0;
        DoubleVector c2 = c0;
        DoubleVector c3 = c0;
        DoubleVector c4 = c0;
        DoubleVector c5 = c0;
        DoubleVector c6 = c0;
        DoubleVector c7 = c0;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            c0 = square(x, o + i, c0);
            c1 = square(x, o + i + L, c1);
            c2 = square(x, o + i + 2 * L, c2);
            c3 = square(x, o + i + 3 * L, c3);
            if (Rows.NARROW) {
                c4 = square(x, o + i + 4 * L, c4);
                c5 = square(x, o + i + 5 * L, c5);
                c6 = square(x, o + i + 6 * L, c6);
                c7 = square(x, o + i + 7 * L, c7);
            }
        }
        c0.intoArray(lanes, 0);
        c1.intoArray(lanes, L);
        c2.intoArray(lanes, 2 * L);
        c3.intoArray(lanes, 3 * L);
        if (Rows.NARROW) {
            c4.intoArray(lanes, 4 * L);
            c5.intoArray(lanes, 5 * L);
            c6.intoArray(lanes, 6 * L);
            c7.intoArray(lanes, 7 * L);
        }
        for (int lane = 0; i < n; i++, lane++) {
            lanes[lane] += (double) x[o + i] * x[o + i]; // a float's square is exact in double
        }
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int lane = 0; lane < half; lane++) {
                lanes[lane] += lanes[lane + half];
            }
        }
        return lanes[0];
    }

    private static DoubleVector square(float[] x, int o, DoubleVector c) {
        DoubleVector v = (DoubleVector) FloatVector.fromArray(HALF, x, o).convertShape(VectorOperators.F2D, D, 0);
        return v.fma(v, c);
    }
}
