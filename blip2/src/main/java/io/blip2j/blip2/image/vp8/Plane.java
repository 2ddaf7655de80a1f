package io.blip2j.blip2.image.vp8;

import java.util.Arrays;

/// One of the three planes of a frame, in whole macroblocks, with the row above and the column to the left that
/// prediction sees outside the picture: 127 above, 129 to the left.
///
/// **Source:** RFC 6386 section 12.2; the corner is 127 in the first row of macroblocks, 129 below it.
final class Plane {
    final int stride;
    final byte[] pixels;

    Plane(int width, int height) {
        stride = width + 1;
        pixels = new byte[stride * (height + 1)];
        Arrays.fill(pixels, 0, stride, (byte) 127);
        for (int y = 1; y <= height; y++) {
            pixels[y * stride] = (byte) 129;
        }
    }

    /// Where the pixel of this row and column is; -1 is the border.
    int at(int y, int x) {
        return (y + 1) * stride + x + 1;
    }

    int get(int at) {
        return pixels[at] & 0xff;
    }

    void set(int at, int level) {
        pixels[at] = (byte) (level < 0 ? 0 : Math.min(level, 255));
    }
}
