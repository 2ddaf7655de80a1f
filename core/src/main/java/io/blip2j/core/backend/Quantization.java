package io.blip2j.core.backend;

import io.blip2j.core.InputException;

/// How rows of a matrix become small integers with factors: the one definition that every backend packs by.
///
/// | format | numbers `q` | factors `s` | `w ≈ q·s` |
/// |---|---|---|---|
/// | INT8 | -127 .. 127 | F32, one a row | `s = max|w| / 127`, `q = round(w / s)` |
/// | INT4 | -8 .. 7 | BF16, one for 32 neighbours | `s` of six candidates with the least `Σ (w - q·s)²` |
///
/// In INT4 the number of largest magnitude, `m`, becomes `-t` times `s = m / -t`; `t` is 8 at first (`m` itself is
/// met), larger where cutting `m` off serves the others, 7 or 7.5 where numbers of the other sign are as large.
/// BF16 has 8 bits, so that `q·s` needs no rounding. Rounding is to nearest, ties to even.
public final class Quantization {
    /// Neighbours that share a factor in INT4.
    public static final int GROUP = 32;

    private static final float LARGEST = 127;
    private static final float[] STEPS = {8, 7, 7.5f, 8.5f, 9, 10};
    /// Added and subtracted again, it rounds a float below 2^22 to an integer.
    private static final float ROUNDING = 12582912f;

    private Quantization() {}

    /// Factors of a row of `k` numbers.
    public static int factors(MatrixFormat format, int k) {
        return switch (format) {
            case INT8 -> 1;
            case INT4 -> (k + GROUP - 1) / GROUP;
            case F32, BF16, F16 -> 0;
        };
    }

    /// Rounds one row.
    /// @param what name of the matrix, for messages
    /// @param row `k` numbers
    /// @param numbers receives `k` integers
    /// @param factors receives [#factors] of them
    /// @throws InputException if a number is not finite
    public static void row(String what, MatrixFormat format, float[] row, int k, byte[] numbers, float[] factors) {
        if (format == MatrixFormat.INT8) {
            float largest = largest(what, row, 0, k);
            factors[0] = Math.abs(largest) / LARGEST;
            round(row, 0, k, factors[0], -LARGEST, LARGEST, numbers);
            return;
        }
        float[] scaled = new float[GROUP];
        for (int group = 0; group < factors(format, k); group++) {
            int from = group * GROUP;
            int count = Math.min(GROUP, k - from);
            factors[group] = factor(row, from, count, largest(what, row, from, count), scaled);
            round(row, from, count, factors[group], -8, 7, numbers);
        }
    }

    /// The number of largest magnitude, the first of several.
    private static float largest(String what, float[] row, int from, int count) {
        float largest = 0;
        for (int i = from; i < from + count; i++) {
            if (!Float.isFinite(row[i])) {
                throw new InputException(
                        InputException.Kind.BAD,
                        "QUANTIZE-VALUE",
                        what,
                        row[i] + " among its numbers",
                        "finite numbers, as integers with a factor can only be near those",
                        "Keep this model in its own type (--weights keep)");
            }
            if (Math.abs(row[i]) > Math.abs(largest)) {
                largest = row[i];
            }
        }
        return largest;
    }

    private static float factor(float[] row, int from, int count, float largest, float[] scaled) {
        float best = 0;
        float least = Float.POSITIVE_INFINITY;
        for (float step : STEPS) {
            float factor = Float.intBitsToFloat(Storage.toBfloat16(largest / -step) << 16);
            float error = factor == 0 ? Float.MAX_VALUE : error(row, from, count, factor, scaled);
            if (error < least) {
                least = error;
                best = factor;
            }
        }
        return best;
    }

    /// `Σ (w/s - q)²`, in units of `s²`, times `s²`.
    private static float error(float[] row, int from, int count, float factor, float[] scaled) {
        for (int i = 0; i < count; i++) {
            float exact = row[from + i] / factor;
            float q = Math.max(-8f, Math.min(7f, exact + ROUNDING - ROUNDING));
            scaled[i] = (exact - q) * (exact - q);
        }
        float sum = 0;
        for (int i = 0; i < count; i++) {
            sum += scaled[i];
        }
        return sum * factor * factor;
    }

    private static void round(float[] row, int from, int count, float factor, float least, float most, byte[] q) {
        for (int i = from; i < from + count; i++) {
            float exact = factor == 0 ? 0 : row[i] / factor;
            q[i] = (byte) Math.max(least, Math.min(most, exact + ROUNDING - ROUNDING));
        }
    }
}
