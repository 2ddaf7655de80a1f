package io.blip2j.blip2.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/// Makes image files, sound and malformed, for the tests.
public final class ImageFiles {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private ImageFiles() {}

    /// A picture of noise.
    public static Picture noise(int width, int height) {
        byte[] levels = new byte[width * height * 3];
        new Random(31L * width + height).nextBytes(levels);
        return Picture.of(width, height, levels);
    }

    /// A file of noise, written by the JDK.
    public static byte[] file(String format, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Picture noise = noise(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, noise.level(0, y, x) << 16 | noise.level(1, y, x) << 8 | noise.level(2, y, x));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalStateException("no writer of " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// A PNG of these chunks, in order.
    public static byte[] png(byte[]... chunks) {
        return join(SIGNATURE, join(chunks));
    }

    /// A chunk with its checksum.
    public static byte[] chunk(String name, byte[] data) {
        byte[] named = join(name.getBytes(StandardCharsets.ISO_8859_1), data);
        CRC32 crc = new CRC32();
        crc.update(named);
        return join(big(data.length), named, big((int) crc.getValue()));
    }

    /// A PNG's header chunk.
    public static byte[] header(int width, int height, int depth, int colour) {
        return chunk("IHDR", join(big(width), big(height), new byte[] {(byte) depth, (byte) colour, 0, 0, 0}));
    }

    /// An all-black PNG of one bit a pixel.
    public static byte[] blackPng(int width, int height) {
        byte[] data = chunk("IDAT", zeros((long) height * (1 + (width + 7) / 8)));
        return png(header(width, height, 1, 0), data, chunk("IEND", new byte[0]));
    }

    /// So many zeros, deflated.
    public static byte[] zeros(long count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream to = new DeflaterOutputStream(out, deflater, 1 << 16)) {
            byte[] block = new byte[1 << 16];
            for (long left = count; left > 0; left -= block.length) {
                to.write(block, 0, (int) Math.min(left, block.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    /// A JPEG with this EXIF block put in front.
    public static byte[] withExif(byte[] jpeg, byte[] tiff) {
        int length = 2 + 6 + tiff.length;
        byte[] exif = {(byte) 0xff, (byte) 0xe1, (byte) (length >> 8), (byte) length, 'E', 'x', 'i', 'f', 0, 0};
        byte[] rest = Arrays.copyOfRange(jpeg, 2, jpeg.length);
        return join(new byte[] {jpeg[0], jpeg[1]}, exif, tiff, rest);
    }

    /// EXIF data: `count` entries of the given tag and value, and then the first directory again.
    public static byte[] exif(int tag, int value, int count) {
        ByteBuffer out = ByteBuffer.allocate(8 + 2 + 12 * count + 4).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {'I', 'I', '*', 0}).putInt(8).putShort((short) count);
        for (int i = 0; i < count; i++) {
            out.putShort((short) tag).putShort((short) 4).putInt(1).putInt(value);
        }
        return out.putInt(8).array();
    }

    /// A gray TIFF of so many pages of one pixel, whose level is 99 in the first and 0 in the others.
    public static byte[] tiff(int pages) {
        int[][] tags = {{256, 1}, {257, 1}, {258, 8}, {259, 1}, {262, 1}, {273, 8}, {277, 1}, {278, 1}, {279, 1}};
        int size = 2 + 12 * tags.length + 4;
        ByteBuffer out = ByteBuffer.allocate(16 + pages * size).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {'I', 'I', '*', 0}).putInt(16).put((byte) 99).position(16);
        for (int page = 0; page < pages; page++) {
            out.putShort((short) tags.length);
            for (int[] tag : tags) {
                int value = page > 0 && tag[0] == 273 ? 9 : tag[1];
                out.putShort((short) tag[0]).putShort((short) 4).putInt(1).putInt(value);
            }
            out.putInt(page == pages - 1 ? 0 : 16 + size * (page + 1));
        }
        return out.array();
    }

    /// The beginning of a GIF with a screen of this size.
    public static byte[] gifHeader(int width, int height) {
        ByteBuffer out = ByteBuffer.allocate(14).order(ByteOrder.LITTLE_ENDIAN);
        out.put("GIF89a".getBytes(StandardCharsets.ISO_8859_1));
        return out.putShort((short) width).putShort((short) height).array();
    }

    /// A JPEG whose frame header says this size.
    public static byte[] jpegOfSize(int width, int height) {
        byte[] file = file("jpg", 8, 8);
        int frame = new String(file, StandardCharsets.ISO_8859_1).indexOf("\u00ff\u00c0");
        ByteBuffer.wrap(file).putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
        return file;
    }

    /// A BMP whose header says this size.
    public static byte[] bmpOfSize(int width, int height) {
        byte[] file = file("bmp", 8, 8);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(18, width).putInt(22, height);
        return file;
    }

    /// A GIF of so many frames, all alike, that ends in the middle of the last one.
    public static byte[] gifOfFrames(int frames) {
        byte[] one = file("gif", 6, 5);
        byte[] frame = Arrays.copyOfRange(one, 13 + (3 << (one[10] & 7) + 1), one.length - 1);
        ByteBuffer many =
                ByteBuffer.allocate(one.length + frames * frame.length).put(one, 0, one.length - 1);
        for (int i = 1; i < frames; i++) {
            many.put(frame);
        }
        return Arrays.copyOf(many.array(), many.position() - 3);
    }

    /// One behind the other.
    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /// Four bytes, the highest first.
    public static byte[] big(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }
}
