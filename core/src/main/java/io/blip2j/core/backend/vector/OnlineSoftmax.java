package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Lanes.COUNT;
import static io.blip2j.core.backend.vector.Lanes.FLOATS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Softmax over keys that come in tiles, for 32 queries at once, one a lane: running maxima and sums.
///
/// For each tile, in order from the first key: `m' = max(m, max_j s_j)`, `p_j = e^(s_j - m')`,
/// `l' = l·e^(m - m') + Σ_j p_j` (`j` ascending); what was summed with the old weights is multiplied with
/// `e^(m - m')`. A tile in which a row sees nothing changes none of its bits.
///
/// **Source:** Milakov and Gimelshein, "Online normalizer calculation for softmax" (2018).
final class OnlineSoftmax {
    private static final int LANES = Gemm.WIDTH;

    private final float[] max = new float[LANES];
    private final float[] sum = new float[LANES];
    private final float[] tileSum = new float[LANES];
    private final float[] factor = new float[LANES];
    private final float[] ones = new float[LANES];

    OnlineSoftmax() {
        Arrays.fill(ones, 1f);
    }

    /// Forgets all tiles.
    void start() {
        Arrays.fill(max, Float.NEGATIVE_INFINITY);
        Arrays.fill(sum, 0f);
    }

    /// Turns a tile of scores `[count][32]` into weights relative to the running maximum.
    /// @param lanes how many of the 32 are wanted
    void tile(float[] scores, int count, int lanes) {
        raiseMax(scores, count, lanes, max, factor);
        exponentials(factor, 1, lanes, max, ones, tileSum);
        exponentials(scores, count, lanes, max, ones, tileSum);
        addTile(sum, factor, tileSum);
    }

    /// `max = max(max, max_j s_j)`; `before` receives what it was.
    private static void raiseMax(float[] scores, int count, int lanes, float[] max, float[] before) {
        for (int lane = 0; lane < lanes; lane += COUNT) {
            FloatVector now = FloatVector.fromArray(FLOATS, max, lane);
            now.intoArray(before, lane);
            for (int j = 0; j < count; j++) {
                FloatVector s = FloatVector.fromArray(FLOATS, scores, j * LANES + lane);
                now = now.blend(s, s.compare(VectorOperators.GT, now));
            }
            now.intoArray(max, lane);
        }
    }

    /// `s_j = e^(s_j - max)·by` in place, and `sums = Σ_j` of them, `j` ascending; a maximum of -inf counts as 0,
    /// since `-inf - -inf` would be NaN.
    ///
    /// The polynomial is [VectorMath#expOfNegative], written out: this loop is compiled into callers that hold many
    /// vector operations already, and a call that is not inlined there would make each vector an object.
    private static void exponentials(float[] s, int count, int lanes, float[] max, float[] by, float[] sums) {
        for (int lane = 0; lane < lanes; lane += COUNT) {
            FloatVector top = FloatVector.fromArray(FLOATS, max, lane);
            top = top.blend(0f, top.compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY));
            FloatVector scale = FloatVector.fromArray(FLOATS, by, lane);
            FloatVector total = FloatVector.zero(FLOATS);
            for (int j = 0; j < count; j++) {
                int place = j * LANES + lane;
                FloatVector x = FloatVector.fromArray(FLOATS, s, place).sub(top);
                FloatVector t =
                        x.fma(FloatVector.broadcast(FLOATS, 1.44269504f), FloatVector.broadcast(FLOATS, 12582912f));
                FloatVector n = t.sub(12582912f);
                FloatVector r = n.fma(FloatVector.broadcast(FLOATS, -0.693359375f), x);
                r = n.fma(FloatVector.broadcast(FLOATS, 2.12194440e-4f), r);
                FloatVector p = FloatVector.broadcast(FLOATS, 0.0013814539f);
                p = p.fma(r, FloatVector.broadcast(FLOATS, 0.008368745f));
                p = p.fma(r, FloatVector.broadcast(FLOATS, 0.04166839f));
                p = p.fma(r, FloatVector.broadcast(FLOATS, 0.16666521f));
                p = p.fma(r, FloatVector.broadcast(FLOATS, 0.49999994f));
                p = p.fma(r.mul(r), r).add(1f);
                IntVector exponent = t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
                FloatVector e = p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
                e = e.blend(0f, x.compare(VectorOperators.LT, -87.33654f)).mul(scale);
                e.intoArray(s, place);
                total = total.add(e);
            }
            total.intoArray(sums, lane);
        }
    }

    private static void addTile(float[] sum, float[] factor, float[] tileSum) {
        for (int lane = 0; lane < LANES; lane++) {
            sum[lane] = sum[lane] * factor[lane] + tileSum[lane];
        }
    }

    /// What everything summed before the last tile has to be multiplied with.
    float[] factor() {
        return factor;
    }

    /// Sets [#factor()] to `1/l`, 0 for a row without keys, by which sums become averages.
    void finish() {
        for (int lane = 0; lane < LANES; lane++) {
            factor[lane] = sum[lane] == 0 ? 0 : 1 / sum[lane];
        }
    }

    /// `m + ln l`, the logarithm of the sum of exponentials; -inf for a row without keys.
    void logSum(float[] out) {
        logarithms(sum, max, out);
    }

    /// `out = max + ln sum`: [VectorMath#log], written out as in [#exponentials], and without its care for numbers
    /// below 1, since a sum that is not 0 holds the 1 of its maximum.
    private static void logarithms(float[] sum, float[] max, float[] out) {
        for (int lane = 0; lane < LANES; lane += COUNT) {
            FloatVector x = FloatVector.fromArray(FLOATS, sum, lane);
            IntVector bits = x.reinterpretAsInts();
            IntVector e = bits.sub(0x3F3504F3).lanewise(VectorOperators.ASHR, 23);
            FloatVector f = bits.sub(e.lanewise(VectorOperators.LSHL, 23))
                    .reinterpretAsFloats()
                    .sub(1f);
            FloatVector n = (FloatVector) e.convert(VectorOperators.I2F, 0);
            FloatVector p = FloatVector.broadcast(FLOATS, 0.06746641f);
            p = p.fma(f, FloatVector.broadcast(FLOATS, -0.11675652f));
            p = p.fma(f, FloatVector.broadcast(FLOATS, 0.11888162f));
            p = p.fma(f, FloatVector.broadcast(FLOATS, -0.12405589f));
            p = p.fma(f, FloatVector.broadcast(FLOATS, 0.14219552f));
            p = p.fma(f, FloatVector.broadcast(FLOATS, -0.16667996f));
            p = p.fma(f, FloatVector.broadcast(FLOATS, 0.20002119f));
            p = p.fma(f, FloatVector.broadcast(FLOATS, -0.2500001f));
            p = p.fma(f, FloatVector.broadcast(FLOATS, 0.33333313f));
            FloatVector square = f.mul(f);
            FloatVector y = n.fma(
                    FloatVector.broadcast(FLOATS, -2.12194440e-4f), p.mul(f).mul(square));
            y = square.fma(FloatVector.broadcast(FLOATS, -0.5f), y).add(f);
            y = n.fma(FloatVector.broadcast(FLOATS, 0.693359375f), y);
            // NaN and infinity of the sum stay; a sum of 0 has a maximum of -inf
            y = y.add(x.sub(x)).blend(0f, x.compare(VectorOperators.EQ, 0f));
            FloatVector.fromArray(FLOATS, max, lane).add(y).intoArray(out, lane);
        }
    }

    /// Counts from a known logarithm of the sum: [#weights] then need no earlier tiles.
    void known(float[] logSum) {
        System.arraycopy(logSum, 0, max, 0, LANES);
        System.arraycopy(ones, 0, factor, 0, LANES);
    }

    /// `p_j = e^(s_j - m)·factor` of a tile of scores, in place, once `m` and `factor` are final.
    void weights(float[] scores, int count, int lanes) {
        exponentials(scores, count, lanes, max, factor, tileSum);
    }
}
