package io.blip2j.blip2.image.vp8;

import java.util.Arrays;

/// Predicts pixels from those above and to the left that are already there (before any loop filter).
///
/// **Source:** RFC 6386 section 12.
final class Prediction {
    /// Marks an entry of [#DIRECTIONS] as a mean of two neighbours, not of three.
    private static final int TWO = 16;

    /// For each mode from VERTICAL on, and each of the 16 pixels, a place on the edge that runs from the lowest
    /// pixel at the left up to the corner and along the row above: 0, 1 and 2 the lowest pixel, 3..5 up from it, 6
    /// the corner, 7..14 above, 15 the last one again. The pixel is the weighted mean (1, 2, 1) around that place,
    /// or with [#TWO] the mean of it and the next one.
    private static final byte[][] DIRECTIONS = {
        {7, 8, 9, 10, 7, 8, 9, 10, 7, 8, 9, 10, 7, 8, 9, 10}, // vertical
        {5, 5, 5, 5, 4, 4, 4, 4, 3, 3, 3, 3, 2, 2, 2, 2}, // horizontal
        {6, 7, 8, 9, 5, 6, 7, 8, 4, 5, 6, 7, 3, 4, 5, 6}, // down to the right
        {22, 23, 24, 25, 6, 7, 8, 9, 5, 22, 23, 24, 4, 6, 7, 8}, // steeply down to the right
        {8, 9, 10, 11, 9, 10, 11, 12, 10, 11, 12, 13, 11, 12, 13, 14}, // down to the left
        {23, 24, 25, 26, 8, 9, 10, 11, 24, 25, 26, 12, 9, 10, 11, 13}, // steeply down to the left
        {21, 6, 7, 8, 20, 5, 21, 6, 19, 4, 20, 5, 18, 3, 19, 4}, // flatly down to the right
        {20, 4, 19, 3, 19, 3, 18, 2, 18, 2, 1, 1, 1, 1, 1, 1}, // flatly up to the right
    };

    private final int[] edge = new int[16];

    /// A square of 16 or 8 pixels a side by one of the first four modes.
    ///
    /// @param at place of its first pixel
    /// @param hasTop whether there are pixels above, `hasLeft` to the left: DC uses only those that there are
    void square(int mode, Plane plane, int at, int size, boolean hasTop, boolean hasLeft) {
        switch (mode) {
            case ModeTables.DC -> fill(plane, at, size, mean(plane, at, size, hasTop, hasLeft));
            case ModeTables.VERTICAL -> {
                for (int y = 0; y < size; y++) {
                    System.arraycopy(plane.pixels, at - plane.stride, plane.pixels, at + y * plane.stride, size);
                }
            }
            case ModeTables.HORIZONTAL -> {
                for (int y = 0; y < size; y++) {
                    int row = at + y * plane.stride;
                    Arrays.fill(plane.pixels, row, row + size, plane.pixels[row - 1]);
                }
            }
            default -> trueMotion(plane, at, size);
        }
    }

    /// A part of 4x4 pixels.
    ///
    /// @param aboveRight the four pixels above and to the right
    void part(int mode, Plane plane, int at, int[] aboveRight) {
        if (mode == ModeTables.DC) {
            fill(plane, at, 4, mean(plane, at, 4, true, true));
            return;
        }
        if (mode == ModeTables.TRUE_MOTION) {
            trueMotion(plane, at, 4);
            return;
        }
        for (int i = 0; i < 4; i++) {
            edge[2 + i] = plane.get(at + (3 - i) * plane.stride - 1);
            edge[7 + i] = plane.get(at - plane.stride + i);
            edge[11 + i] = aboveRight[i];
        }
        edge[0] = edge[2];
        edge[1] = edge[2];
        edge[6] = plane.get(at - plane.stride - 1);
        edge[15] = edge[14];
        byte[] places = DIRECTIONS[mode - ModeTables.VERTICAL];
        for (int i = 0; i < 16; i++) {
            int place = places[i] & TWO - 1;
            int level = (places[i] & TWO) != 0
                    ? edge[place] + edge[place + 1] + 1 >> 1
                    : edge[place - 1] + 2 * edge[place] + edge[place + 1] + 2 >> 2;
            plane.pixels[at + (i >> 2) * plane.stride + (i & 3)] = (byte) level;
        }
    }

    private static int mean(Plane plane, int at, int size, boolean hasTop, boolean hasLeft) {
        int sum = 0;
        for (int i = 0; i < size; i++) {
            sum += hasTop ? plane.get(at - plane.stride + i) : 0;
            sum += hasLeft ? plane.get(at + i * plane.stride - 1) : 0;
        }
        int count = (hasTop ? size : 0) + (hasLeft ? size : 0);
        return count == 0 ? 128 : (sum + count / 2) / count;
    }

    private static void fill(Plane plane, int at, int size, int level) {
        for (int y = 0; y < size; y++) {
            int row = at + y * plane.stride;
            Arrays.fill(plane.pixels, row, row + size, (byte) level);
        }
    }

    /// `left + above - corner`, cut to 0..255.
    private static void trueMotion(Plane plane, int at, int size) {
        int top = at - plane.stride;
        int corner = plane.get(top - 1);
        for (int y = 0; y < size; y++) {
            int row = at + y * plane.stride;
            int slope = plane.get(row - 1) - corner;
            for (int x = 0; x < size; x++) {
                plane.set(row + x, plane.get(top + x) + slope);
            }
        }
    }
}
