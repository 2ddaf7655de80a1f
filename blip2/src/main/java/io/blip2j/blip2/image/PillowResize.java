package io.blip2j.blip2.image;

import java.util.Arrays;

/// Bicubic resize with antialiasing, bit for bit Pillow's: `out_i = Σ_j w_ij in_j`, one axis after the other.
///
/// | tensor      | shape                                       |
/// |-------------|---------------------------------------------|
/// | in, out     | `[height, width, 3]`, `[toHeight, toWidth, 3]` |
///
/// With `scale = from / to`, `s = max(scale, 1)` and `c_i = (i + 1/2) scale`, the weight of level j is `w_ij ∝ k((j
/// + 1/2 - c_i) / s)`, where k is Keys' cubic with a = -1/2 and reaches over |x| < 2. The weights of one output are
/// divided by their sum, then rounded to 22 fractional bits, half away from zero. Each axis ends with a rounding to
/// whole levels and a cut to 0..255, so the order of the axes shows: Pillow 13 takes columns first exactly where
/// `height > toHeight` and `height - toHeight > 2 (width - toWidth)`, which also keeps the intermediate small.
///
/// **Source:** Pillow 13 `Image.resize(BICUBIC)`; Pillow before 13 always does rows first, which can move a level
/// by one.
public final class PillowResize {
    private static final int BITS = 22;
    private static final double REACH = 2;

    private PillowResize() {}

    /// The picture at another size, its aspect not kept.
    ///
    /// @param width columns of the result, at least 1
    /// @param height rows of the result, at least 1
    public static Picture bicubic(Picture picture, int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "resize: to " + width + "x" + height + " pixels. Both must be at least 1.");
        }
        boolean columnsFirst =
                picture.height() > height && (long) picture.height() - height > 2 * ((long) picture.width() - width);
        return columnsFirst ? across(down(picture, height), width) : down(across(picture, width), height);
    }

    /// Every row to `width` levels a channel.
    private static Picture across(Picture picture, int width) {
        if (picture.width() == width) {
            return picture;
        }
        int height = picture.height();
        int stride = picture.width() * Picture.CHANNELS;
        Weights weights = Weights.of(picture.width(), width);
        byte[] in = picture.shared();
        byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(height, width), Picture.CHANNELS)];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int red = 1 << (BITS - 1);
                int green = red;
                int blue = red;
                int from = y * stride + weights.first[x] * Picture.CHANNELS;
                int end = weights.start[x + 1];
                for (int k = weights.start[x]; k < end; k++) {
                    int weight = weights.weight[k];
                    red += weight * (in[from] & 0xff);
                    green += weight * (in[from + 1] & 0xff);
                    blue += weight * (in[from + 2] & 0xff);
                    from += Picture.CHANNELS;
                }
                out[at++] = level(red);
                out[at++] = level(green);
                out[at++] = level(blue);
            }
        }
        return Picture.owning(width, height, out);
    }

    /// Every column to `height` levels a channel.
    private static Picture down(Picture picture, int height) {
        if (picture.height() == height) {
            return picture;
        }
        int stride = picture.width() * Picture.CHANNELS;
        Weights weights = Weights.of(picture.height(), height);
        byte[] in = picture.shared();
        byte[] out = new byte[Math.multiplyExact(height, stride)];
        int[] sums = new int[stride];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 1 << (BITS - 1));
            int from = weights.first[y] * stride;
            int end = weights.start[y + 1];
            for (int k = weights.start[y]; k < end; k++) {
                int weight = weights.weight[k];
                for (int i = 0; i < stride; i++) {
                    sums[i] += weight * (in[from + i] & 0xff);
                }
                from += stride;
            }
            int to = y * stride;
            for (int i = 0; i < stride; i++) {
                out[to + i] = level(sums[i]);
            }
        }
        return Picture.owning(picture.width(), height, out);
    }

    private static byte level(int sum) {
        int level = sum >> BITS;
        return (byte) (level < 0 ? 0 : Math.min(level, 255));
    }

    /// The weights of one axis: output i sums `weight[start[i] .. start[i + 1])` over the inputs from `first[i]`
    /// on.
    private record Weights(int[] first, int[] start, int[] weight) {
        static Weights of(int from, int to) {
            double scale = (double) from / to;
            double stretch = Math.max(scale, 1);
            double reach = REACH * stretch;
            double inverse = 1 / stretch;
            int[] first = new int[to];
            int[] start = new int[to + 1];
            int[] weight = new int[Math.multiplyExact(to, (int) Math.ceil(reach) * 2 + 1)];
            double[] exact = new double[(int) Math.ceil(reach) * 2 + 1];
            for (int i = 0; i < to; i++) {
                double center = (i + 0.5) * scale;
                int low = Math.max((int) (center - reach + 0.5), 0);
                int count = Math.min((int) (center + reach + 0.5), from) - low;
                double sum = 0;
                for (int k = 0; k < count; k++) {
                    exact[k] = cubic((k + low - center + 0.5) * inverse);
                    sum += exact[k];
                }
                for (int k = 0; k < count; k++) {
                    double scaled = (sum == 0 ? exact[k] : exact[k] / sum) * (1 << BITS);
                    weight[start[i] + k] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
                }
                first[i] = low;
                start[i + 1] = start[i] + count;
            }
            return new Weights(first, start, weight);
        }

        /// Keys' cubic with a = -1/2: 1 at 0, 0 at 1 and 2, smooth between, 0 beyond.
        private static double cubic(double x) {
            double a = -0.5;
            double d = Math.abs(x);
            if (d < 1) {
                return ((a + 2) * d - (a + 3)) * d * d + 1;
            }
            return d < REACH ? (((d - 5) * d + 8) * d - 4) * a : 0;
        }
    }
}
