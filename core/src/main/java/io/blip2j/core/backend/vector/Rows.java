package io.blip2j.core.backend.vector;

import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Sums in 64 virtual lanes, whatever the width of the registers.
///
/// Element `j` of a row is added to lane `j mod 64`. The lanes are four registers of 16 or eight of 8; they are
/// folded in halves, 64 to 32 to 16 and so on, so a sum has the same bits on both widths.
///
/// How loops of this package are written, and why:
/// - Loads are the JDK's own calls. Helpers of ours that return or take a vector are inlined only where the call has
///   been frequent, and a vector that crosses a call lies in a box; those of [VectorMath] stand in loops that run.
/// - No register is changed under a condition, which can end in a box too. The end of a row is computed by scalar
///   code with the same operations, or goes through a vector of scratch.
/// - Loops with more than a few operations are entered through [Outlined].
final class Rows {
    static final VectorSpecies<Float> S = Lanes.FLOATS;

    /// Floats of one vector.
    static final int L = Lanes.COUNT;

    /// Elements that one round over all virtual lanes takes.
    static final int LANES = 64;

    /// Whether 64 lanes are eight registers, not four.
    static final boolean NARROW = L == 8;

    static final VectorShuffle<Float> BY_8 = rotation(8);
    static final VectorShuffle<Float> BY_4 = rotation(4);
    static final VectorShuffle<Float> BY_2 = rotation(2);
    static final VectorShuffle<Float> BY_1 = rotation(1);

    private Rows() {}

    private static VectorShuffle<Float> rotation(int by) {
        return VectorShuffle.fromOp(S, i -> (i + by) % L);
    }

    /// Sum of 64 lanes, in halves.
    static float sum(float[] lanes) {
        FloatVector c0 = fromArray(S, lanes, 0);
        FloatVector c1 = fromArray(S, lanes, L);
        FloatVector c2 = fromArray(S, lanes, 2 * L);
        FloatVector c3 = fromArray(S, lanes, 3 * L);
        if (NARROW) {
            c0 = c0.add(fromArray(S, lanes, 4 * L));
            c1 = c1.add(fromArray(S, lanes, 5 * L));
            c2 = c2.add(fromArray(S, lanes, 6 * L));
            c3 = c3.add(fromArray(S, lanes, 7 * L));
        }
        FloatVector c = c0.add(c2).add(c1.add(c3));
        if (!NARROW) {
            c = c.add(c.rearrange(BY_8));
        }
        c = c.add(c.rearrange(BY_4));
        c = c.add(c.rearrange(BY_2));
        return c.add(c.rearrange(BY_1)).lane(0);
    }
}
