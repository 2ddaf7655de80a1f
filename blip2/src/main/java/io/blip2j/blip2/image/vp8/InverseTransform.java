package io.blip2j.blip2.image.vp8;

/// From coefficients back to differences of pixels.
///
/// **Source:** RFC 6386 sections 14.3 (Walsh-Hadamard) and 14.4 (cosine), in whole numbers.
final class InverseTransform {
    private static final int COS = 20091 + 65536; // √2 cos(π/8) of 65536
    private static final int SIN = 35468; // √2 sin(π/8) of 65536

    private InverseTransform() {}

    /// The sixteen first coefficients of luma from the second-order block.
    ///
    /// @param in `[4, 4]`
    /// @param out coefficients of a macroblock; every 16th of the first 256 is set
    static void hadamard(int[] in, int[] out) {
        int[] half = new int[16];
        for (int i = 0; i < 4; i++) {
            int a = in[i] + in[12 + i];
            int b = in[4 + i] + in[8 + i];
            int c = in[4 + i] - in[8 + i];
            int d = in[i] - in[12 + i];
            half[i] = a + b;
            half[4 + i] = c + d;
            half[8 + i] = a - b;
            half[12 + i] = d - c;
        }
        for (int i = 0; i < 4; i++) {
            int a = half[4 * i] + half[4 * i + 3] + 3;
            int b = half[4 * i + 1] + half[4 * i + 2];
            int c = half[4 * i + 1] - half[4 * i + 2];
            int d = half[4 * i] - half[4 * i + 3] + 3;
            out[64 * i] = a + b >> 3;
            out[64 * i + 16] = c + d >> 3;
            out[64 * i + 32] = a - b >> 3;
            out[64 * i + 48] = d - c >> 3;
        }
    }

    /// Adds the differences of one 4x4 block to its prediction.
    ///
    /// @param in coefficients, 16 of them from `from` on
    /// @param at place of the block's first pixel
    static void add(int[] in, int from, Plane plane, int at) {
        int[] half = new int[16];
        for (int i = 0; i < 4; i++) {
            int x0 = in[from + i];
            int x1 = in[from + 4 + i];
            int x2 = in[from + 8 + i];
            int x3 = in[from + 12 + i];
            int c = (x1 * SIN >> 16) - (x3 * COS >> 16);
            int d = (x1 * COS >> 16) + (x3 * SIN >> 16);
            half[i] = x0 + x2 + d;
            half[4 + i] = x0 - x2 + c;
            half[8 + i] = x0 - x2 - c;
            half[12 + i] = x0 + x2 - d;
        }
        for (int y = 0; y < 4; y++) {
            int x0 = half[4 * y] + 4;
            int x1 = half[4 * y + 1];
            int x2 = half[4 * y + 2];
            int x3 = half[4 * y + 3];
            int c = (x1 * SIN >> 16) - (x3 * COS >> 16);
            int d = (x1 * COS >> 16) + (x3 * SIN >> 16);
            int row = at + y * plane.stride;
            plane.set(row, plane.get(row) + (x0 + x2 + d >> 3));
            plane.set(row + 1, plane.get(row + 1) + (x0 - x2 + c >> 3));
            plane.set(row + 2, plane.get(row + 2) + (x0 - x2 - c >> 3));
            plane.set(row + 3, plane.get(row + 3) + (x0 + x2 - d >> 3));
        }
    }
}
