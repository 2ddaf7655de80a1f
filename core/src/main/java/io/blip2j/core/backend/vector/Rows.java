package io.blip2j.core.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// What loops over rows share: loads and stores that stop at the end of a row, and sums in 64 virtual lanes.
///
/// Element `j` of a row is added to lane `j mod 64`. The lanes are four registers of 16 or eight of 8; they are folded
/// in halves, 64 to 32 to 16 and so on, so a sum has the same bits on both widths.
final class Rows {
    static final VectorSpecies<Float> S = Lanes.FLOATS;

    /// Floats of one vector.
    static final int L = Lanes.COUNT;

    /// Elements that one round over all virtual lanes takes.
    static final int LANES = 64;

    /// Whether 64 lanes are eight registers, not four.
    static final boolean NARROW = L == 8;

    private static final VectorShuffle<Float> BY_8 = rotation(8);
    private static final VectorShuffle<Float> BY_4 = rotation(4);
    private static final VectorShuffle<Float> BY_2 = rotation(2);
    private static final VectorShuffle<Float> BY_1 = rotation(1);

    private Rows() {}

    private static VectorShuffle<Float> rotation(int by) {
        return VectorShuffle.fromOp(S, i -> (i + by) % L);
    }

    /// A whole vector.
    static FloatVector at(float[] x, int o) {
        return FloatVector.fromArray(S, x, o);
    }

    /// The last vector of a row, of which `left < L` elements are left, and 0 behind its end.
    static FloatVector part(float[] x, int o, int left) {
        return FloatVector.fromArray(S, x, o, S.indexInRange(0, left));
    }

    /// The last vector of a row, of which `left < L` elements are left, and `fill` behind its end.
    static FloatVector part(float[] x, int o, int left, float fill) {
        VectorMask<Float> inside = S.indexInRange(0, left);
        return FloatVector.broadcast(S, fill).blend(FloatVector.fromArray(S, x, o, inside), inside);
    }

    /// Stores the `left < L` first elements of the last vector of a row.
    static void put(FloatVector v, float[] y, int o, int left) {
        v.intoArray(y, o, S.indexInRange(0, left));
    }

    /// Writes the registers of one sum to 64 lanes in memory, where the end of a row is added. (A register that is
    /// added to under a condition ends in a box at times; the loop's own registers do not.)
    static void store(
            float[] lanes,
            FloatVector c0, FloatVector c1, FloatVector c2, FloatVector c3,
            FloatVector c4, FloatVector c5, FloatVector c6, FloatVector c7) {
        c0.intoArray(lanes, 0);
        c1.intoArray(lanes, L);
        c2.intoArray(lanes, 2 * L);
        c3.intoArray(lanes, 3 * L);
        if (NARROW) {
            c4.intoArray(lanes, 4 * L);
            c5.intoArray(lanes, 5 * L);
            c6.intoArray(lanes, 6 * L);
            c7.intoArray(lanes, 7 * L);
        }
    }

    /// Empties the lanes.
    static void clear(float[] lanes) {
        FloatVector zero = FloatVector.zero(S);
        store(lanes, zero, zero, zero, zero, zero, zero, zero, zero);
    }

    /// Sum of 64 lanes, in halves.
    static float sum(float[] lanes) {
        FloatVector c0 = at(lanes, 0);
        FloatVector c1 = at(lanes, L);
        FloatVector c2 = at(lanes, 2 * L);
        FloatVector c3 = at(lanes, 3 * L);
        if (NARROW) {
            return fold(
                    c0.add(at(lanes, 4 * L)), c1.add(at(lanes, 5 * L)), c2.add(at(lanes, 6 * L)),
                    c3.add(at(lanes, 7 * L)));
        }
        return fold(c0, c1, c2, c3);
    }

    /// Sum of four registers: 64 lanes of 16, or the 32 of 8 that two halves were added to.
    private static float fold(FloatVector c0, FloatVector c1, FloatVector c2, FloatVector c3) {
        FloatVector c = c0.add(c2).add(c1.add(c3));
        FloatVector v = NARROW ? c : c.add(c.rearrange(BY_8));
        v = v.add(v.rearrange(BY_4));
        v = v.add(v.rearrange(BY_2));
        return v.add(v.rearrange(BY_1)).lane(0);
    }

    /// Largest lane, NaN if any is: the order does not matter.
    static float max(FloatVector c) {
        return c.reduceLanes(VectorOperators.MAX);
    }
}
