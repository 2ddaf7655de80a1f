package io.blip2j.core.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Softmax over keys that come in tiles, for 32 queries at once, one a lane: running maxima and sums.
///
/// For each tile, in order from the first key: `m' = max(m, max_j s_j)`, `p_j = e^(s_j - m')`,
/// `l' = l·e^(m - m') + Σ_j p_j` (`j` ascending); what was summed with the old weights is multiplied with `e^(m - m')`. A
/// tile in which a row sees nothing changes none of its bits.
///
/// **Source:** Milakov and Gimelshein, "Online normalizer calculation for softmax" (2018).
final class OnlineSoftmax {
    private static final int LANES = Gemm.WIDTH;

    private final float[] max = new float[LANES];
    private final float[] sum = new float[LANES];
    private final float[] factor = new float[LANES];

    /// Forgets all tiles.
    void start() {
        java.util.Arrays.fill(max, Float.NEGATIVE_INFINITY);
        java.util.Arrays.fill(sum, 0f);
    }

    /// Turns a tile of scores `[count][32]` into weights relative to the running maximum.
    void tile(float[] scores, int count) {
        for (int lane = 0; lane < LANES; lane += Lanes.COUNT) {
            FloatVector before = FloatVector.fromArray(Lanes.FLOATS, max, lane);
            FloatVector now = before;
            for (int j = 0; j < count; j++) {
                FloatVector s = FloatVector.fromArray(Lanes.FLOATS, scores, j * LANES + lane);
                now = now.blend(s, s.compare(VectorOperators.GT, now));
            }
            now.intoArray(max, lane);
            // -inf - -inf would be NaN: a row that has seen nothing yet counts from 0
            FloatVector from = orZero(now);
            FloatVector total = FloatVector.zero(Lanes.FLOATS);
            for (int j = 0; j < count; j++) {
                int place = j * LANES + lane;
                FloatVector p = VectorMath.expOfNegative(
                        FloatVector.fromArray(Lanes.FLOATS, scores, place).sub(from));
                p.intoArray(scores, place);
                total = total.add(p);
            }
            FloatVector shrink = VectorMath.expOfNegative(before.sub(from));
            shrink.intoArray(factor, lane);
            FloatVector.fromArray(Lanes.FLOATS, sum, lane).mul(shrink).add(total).intoArray(sum, lane);
        }
    }

    private static FloatVector orZero(FloatVector max) {
        VectorMask<Float> nothing = max.compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY);
        return max.blend(FloatVector.zero(Lanes.FLOATS), nothing);
    }

    /// What everything summed before the last tile has to be multiplied with.
    float[] factor() {
        return factor;
    }

    /// Sets [#factor()] to `1/l`, 0 for a row without keys, by which sums become averages.
    void finish() {
        for (int lane = 0; lane < LANES; lane += Lanes.COUNT) {
            FloatVector total = FloatVector.fromArray(Lanes.FLOATS, sum, lane);
            FloatVector inverse = FloatVector.broadcast(Lanes.FLOATS, 1f).div(total);
            inverse.blend(FloatVector.zero(Lanes.FLOATS), total.compare(VectorOperators.EQ, 0f))
                    .intoArray(factor, lane);
        }
    }

    /// `m + ln l`, the logarithm of the sum of exponentials; -inf for a row without keys.
    void logSum(float[] out) {
        for (int lane = 0; lane < LANES; lane += Lanes.COUNT) {
            FloatVector log = VectorMath.log(FloatVector.fromArray(Lanes.FLOATS, sum, lane));
            FloatVector.fromArray(Lanes.FLOATS, max, lane).add(log).intoArray(out, lane);
        }
    }

    /// Counts from a known logarithm of the sum: the next [#weights] need no earlier tiles.
    void known(float[] logSum) {
        System.arraycopy(logSum, 0, max, 0, LANES);
        java.util.Arrays.fill(factor, 1f);
    }

    /// `p_j = e^(s_j - m)·factor` of a tile of scores, in place, once `m` and `factor` are final.
    void weights(float[] scores, int count) {
        for (int lane = 0; lane < LANES; lane += Lanes.COUNT) {
            FloatVector from = orZero(FloatVector.fromArray(Lanes.FLOATS, max, lane));
            FloatVector by = FloatVector.fromArray(Lanes.FLOATS, factor, lane);
            for (int j = 0; j < count; j++) {
                int place = j * LANES + lane;
                FloatVector s = FloatVector.fromArray(Lanes.FLOATS, scores, place);
                VectorMath.expOfNegative(s.sub(from)).mul(by).intoArray(scores, place);
            }
        }
    }
}
