package io.blip2j.blip2.image;

import java.util.Arrays;

/// A decoded picture: levels 0..255, red, green and blue interleaved, `levels[(y * width + x) * 3 + channel]`.
///
/// | part     | shape                |
/// |----------|----------------------|
/// | `levels` | `[height, width, 3]` |
///
/// It never changes: what looks like a change (crop, flip, turn) is another picture. There is no transparency and
/// no colour profile here; [PictureReader] has settled both.
public final class Picture {
    /// Channels of every picture: red, green, blue.
    public static final int CHANNELS = 3;

    private final int width;
    private final int height;
    private final byte[] levels;

    private Picture(int width, int height, byte[] levels) {
        this.width = width;
        this.height = height;
        this.levels = levels;
    }

    /// A picture of a copy of these levels.
    ///
    /// @param width columns, at least 1
    /// @param height rows, at least 1
    /// @param levels `[height, width, 3]`
    public static Picture of(int width, int height, byte[] levels) {
        return owning(width, height, levels.clone());
    }

    /// A picture that keeps the array it is given, for those in this package who have just made it.
    static Picture owning(int width, int height, byte[] levels) {
        if (width < 1 || height < 1 || levels.length != (long) width * height * CHANNELS) {
            throw new IllegalArgumentException("picture: " + levels.length + " levels for " + width + "x" + height
                    + " pixels. Width and height must be at least 1, levels width * height * 3.");
        }
        return new Picture(width, height, levels);
    }

    /// Columns.
    public int width() {
        return width;
    }

    /// Rows.
    public int height() {
        return height;
    }

    /// One level, 0..255.
    ///
    /// @param channel 0 red, 1 green, 2 blue
    public int level(int channel, int y, int x) {
        return levels[(y * width + x) * CHANNELS + channel] & 0xff;
    }

    /// A copy of all levels, `[height, width, 3]`.
    public byte[] levels() {
        return levels.clone();
    }

    /// The levels themselves, for readers in this package.
    byte[] shared() {
        return levels;
    }

    /// The rows `top .. top + height`, columns `left .. left + width`.
    public Picture crop(int top, int left, int height, int width) {
        if (top < 0 || left < 0 || height < 1 || width < 1 || top > this.height - height || left > this.width - width) {
            throw new IllegalArgumentException("crop: box of " + width + "x" + height + " at column " + left + ", row "
                    + top + " does not lie inside a picture of " + this.width + "x" + this.height + " pixels.");
        }
        byte[] out = new byte[height * width * CHANNELS];
        for (int y = 0; y < height; y++) {
            int from = ((top + y) * this.width + left) * CHANNELS;
            System.arraycopy(levels, from, out, y * width * CHANNELS, width * CHANNELS);
        }
        return new Picture(width, height, out);
    }

    /// The mirror image, left and right exchanged.
    public Picture flip() {
        return upright(2);
    }

    /// The picture as it is to be looked at, from the EXIF orientation it was stored with.
    ///
    /// Orientation `o` says where the stored first row and column belong: 1 is as stored, 2 mirrored, 3 turned by
    /// 180 degrees, 4 upside down, 5 transposed, 6 turned right, 7 transposed across the other diagonal, 8 turned
    /// left.
    ///
    /// **Source:** EXIF 2.3, tag 0x0112; the same eight maps as Pillow's `exif_transpose`.
    ///
    /// @param orientation 1 to 8; anything else counts as 1, as every viewer takes it
    public Picture upright(int orientation) {
        if (orientation < 2 || orientation > 8) {
            return this;
        }
        boolean transposed = orientation >= 5;
        boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        int outWidth = transposed ? height : width;
        int outHeight = transposed ? width : height;
        byte[] out = new byte[levels.length];
        int at = 0;
        for (int y = 0; y < outHeight; y++) {
            for (int x = 0; x < outWidth; x++) {
                int storedX = transposed ? y : x;
                int storedY = transposed ? x : y;
                int column = fromRight ? width - 1 - storedX : storedX;
                int row = fromBottom ? height - 1 - storedY : storedY;
                int from = (row * width + column) * CHANNELS;
                out[at++] = levels[from];
                out[at++] = levels[from + 1];
                out[at++] = levels[from + 2];
            }
        }
        return new Picture(outWidth, outHeight, out);
    }

    /// Equal sizes and equal levels.
    @Override
    public boolean equals(Object other) {
        return other instanceof Picture that
                && width == that.width
                && height == that.height
                && Arrays.equals(levels, that.levels);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(levels);
    }

    /// Sizes alone, such as `Picture[640x480]`.
    @Override
    public String toString() {
        return "Picture[" + width + "x" + height + "]";
    }
}
