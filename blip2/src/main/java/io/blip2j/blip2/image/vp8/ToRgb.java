package io.blip2j.blip2.image.vp8;

/// From the planes to red, green and blue, chroma smoothed between its samples.
///
/// A sample of chroma stands for 2x2 pixels and lies at their centre, so that a pixel sees the four around it with
/// weights 9, 3, 3 and 1 of 16; with `n` the nearer row and `f` the farther one, `near` the nearer sample of `n`.
///
/// **Source:** libwebp's "fancy upsampling" and its fixed-point BT.601 (16..235): what Pillow decodes with.
final class ToRgb {
    private final Plane luma;
    private final Plane u;
    private final Plane v;
    private final int width;
    private final int height;

    ToRgb(Plane luma, Plane u, Plane v, int width, int height) {
        this.luma = luma;
        this.u = u;
        this.v = v;
        this.width = width;
        this.height = height;
    }

    /// `[height, width, 3]`.
    byte[] levels() {
        byte[] out = new byte[width * height * 3];
        byte[] rowU = new byte[width];
        byte[] rowV = new byte[width];
        int last = (height + 1) / 2 - 1;
        for (int y = 0; y < height; y++) {
            int near = y >> 1;
            int far = Math.clamp((y & 1) == 0 ? near - 1 : near + 1, 0, last);
            smooth(u, near, far, rowU);
            smooth(v, near, far, rowV);
            int from = luma.at(y, 0);
            int to = y * width * 3;
            for (int x = 0; x < width; x++) {
                int light = luma.get(from + x) * 19077 >> 8;
                int blue = rowU[x] & 0xff;
                int red = rowV[x] & 0xff;
                out[to++] = level(light + (red * 26149 >> 8) - 14234);
                out[to++] = level(light - (blue * 6419 >> 8) - (red * 13320 >> 8) + 8708);
                out[to++] = level(light + (blue * 33050 >> 8) - 17685);
            }
        }
        return out;
    }

    private void smooth(Plane plane, int near, int far, byte[] row) {
        int n = plane.at(near, 0);
        int f = plane.at(far, 0);
        row[0] = (byte) (3 * plane.get(n) + plane.get(f) + 2 >> 2);
        for (int x = 1; x < width; x++) {
            if (x == width - 1 && (width & 1) == 0) {
                int end = x >> 1;
                row[x] = (byte) (3 * plane.get(n + end) + plane.get(f + end) + 2 >> 2);
                return;
            }
            int close = (x & 1) == 0 ? x >> 1 : x - 1 >> 1;
            int other = (x & 1) == 0 ? close - 1 : close + 1;
            int sides = plane.get(n + other) + plane.get(f + close);
            int sum = plane.get(n + close) + plane.get(f + other) + 3 * sides + 8 >> 3;
            row[x] = (byte) (sum + plane.get(n + close) >> 1);
        }
    }

    private static byte level(int value) {
        return (byte) (value < 0 ? 0 : Math.min(value >> 6, 255));
    }
}
