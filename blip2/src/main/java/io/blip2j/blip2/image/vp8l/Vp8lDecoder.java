package io.blip2j.blip2.image.vp8l;

import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOException;

/// Decodes lossless WebP, pixel for pixel as libwebp does.
///
/// The pixels are read as they were coded, then the encoder's transforms are undone, the last one first.
///
/// **Source:** RFC 9649, WebP lossless bitstream.
public final class Vp8lDecoder {
    private static final int SIGNATURE = 0x2f;
    private static final int SIDE_BITS = 14;

    private final BitReader bits;
    private final int width;
    private final int height;

    private Vp8lDecoder(BitReader bits, int width, int height) {
        this.bits = bits;
        this.width = width;
        this.height = height;
    }

    /// A decoded picture.
    ///
    /// @param pixels `0xaarrggbb`, `[height, width]`
    /// @param transparent whether alpha counts
    public record Decoded(int width, int height, int[] pixels, boolean transparent) {}

    /// Decodes the picture that lies in `data[from .. end)`; the caller has checked that its size is bearable.
    ///
    /// @throws IIOException where data is missing or makes no sense
    public static Decoded decode(byte[] data, int from, int end) throws IIOException {
        BitReader bits = new BitReader(data, from, end);
        if (bits.read(8) != SIGNATURE) {
            throw new IIOException("no lossless signature");
        }
        int width = 1 + bits.read(SIDE_BITS);
        int height = 1 + bits.read(SIDE_BITS);
        boolean transparent = bits.flag();
        int version = bits.read(3);
        if (version != 0) {
            throw new IIOException("version " + version);
        }
        return new Decoded(width, height, new Vp8lDecoder(bits, width, height).pixels(), transparent);
    }

    /// Decodes a picture without the header that says its size: transparency, which is in its green.
    ///
    /// @return `0xaarrggbb`, `[height, width]`
    public static int[] decodeBare(byte[] data, int from, int end, int width, int height) throws IIOException {
        return new Vp8lDecoder(new BitReader(data, from, end), width, height).pixels();
    }

    private int[] pixels() throws IIOException {
        List<Transform> transforms = new ArrayList<>();
        List<Integer> widths = new ArrayList<>();
        int columns = width;
        int seen = 0;
        while (bits.flag()) {
            int kind = bits.read(2);
            if ((seen & 1 << kind) != 0) {
                throw new IIOException("a transform twice");
            }
            seen |= 1 << kind;
            Transform transform = transform(kind, columns);
            transforms.add(transform);
            widths.add(columns);
            columns = transform instanceof Transform.Palette palette
                    ? PixelReader.parts(columns, palette.bits())
                    : columns;
        }
        int[] pixels = PixelReader.picture(bits, columns, height);
        for (int i = transforms.size() - 1; i >= 0; i--) {
            pixels = transforms.get(i).undo(pixels, widths.get(i), height);
        }
        return pixels;
    }

    private Transform transform(int kind, int columns) throws IIOException {
        switch (kind) {
            case 0, 1 -> {
                int size = 2 + bits.read(3);
                int[] data = PixelReader.data(bits, PixelReader.parts(columns, size), PixelReader.parts(height, size));
                return kind == 0 ? new Transform.Predictor(size, data) : new Transform.CrossColour(size, data);
            }
            case 2 -> {
                return new Transform.SubtractGreen();
            }
            default -> {
                int count = 1 + bits.read(8);
                int[] colours = PixelReader.data(bits, count, 1);
                int packing = count <= 2 ? 3 : count <= 4 ? 2 : count <= 16 ? 1 : 0;
                return new Transform.Palette(packing, accumulated(colours));
            }
        }
    }

    /// Each colour is stored as what it has more than the one before, channel by channel.
    private static int[] accumulated(int[] colours) {
        for (int i = 1; i < colours.length; i++) {
            colours[i] = Transform.add(colours[i], colours[i - 1]);
        }
        return colours;
    }
}
