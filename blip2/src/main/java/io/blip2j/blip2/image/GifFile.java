package io.blip2j.blip2.image;

import java.io.ByteArrayOutputStream;

/// GIF: header, global colours and the first frame with its control block are kept; the file is not read beyond it.
///
/// **Source:** GIF89a specification; a frame that reaches beyond the screen widens the picture, as in Pillow.
final class GifFile {
    private static final int EXTENSION = 0x21;
    private static final int FRAME = 0x2c;
    private static final int TRAILER = 0x3b;
    private static final int CONTROL = 0xf9;

    private GifFile() {}

    static Container open(Source source) {
        source.need(0, 13, "the header");
        int width = source.u16Little(6);
        int height = source.u16Little(8);
        source.checkSize(width, height);
        long at = 13L + colours(source.u8(10));
        source.need(0, at, "the colour table");
        ByteArrayOutputStream bare = new ByteArrayOutputStream(source.bytes().length);
        bare.write(source.bytes(), 0, (int) at);
        while (source.u8(at) == EXTENSION) {
            long end = afterBlocks(source, at + 2);
            if (source.u8(at + 1) == CONTROL) {
                bare.write(source.bytes(), (int) at, (int) (end - at));
            }
            at = end;
        }
        if (source.u8(at) != FRAME) {
            throw source.broken(
                    source.u8(at) == TRAILER ? "no frame" : "block 0x" + Integer.toHexString(source.u8(at)));
        }
        int left = source.u16Little(at + 1);
        int top = source.u16Little(at + 3);
        int frameWidth = source.u16Little(at + 5);
        int frameHeight = source.u16Little(at + 7);
        source.checkSize(frameWidth, frameHeight);
        int fullWidth = Math.max(width, left + frameWidth);
        int fullHeight = Math.max(height, top + frameHeight);
        source.checkSize(fullWidth, fullHeight);
        long end = afterBlocks(source, at + 10 + colours(source.u8(at + 9)) + 1);
        bare.write(source.bytes(), (int) at, (int) (end - at));
        bare.write(TRAILER);
        Container.Canvas canvas = new Container.Canvas(fullWidth, fullHeight, left, top);
        return new Container(ImageFormat.GIF, bare.toByteArray(), canvas, 1);
    }

    /// Bytes of the colour table that these flags announce.
    private static int colours(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    /// The place behind a chain of blocks, each with its length before it, the last one empty.
    private static long afterBlocks(Source source, long at) {
        long next = at;
        while (source.u8(next) != 0) {
            next += source.u8(next) + 1;
        }
        return next + 1;
    }
}
