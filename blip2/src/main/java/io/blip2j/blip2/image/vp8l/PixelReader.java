package io.blip2j.blip2.image.vp8l;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.imageio.IIOException;

/// Reads an image as it is coded: literal pixels, copies of earlier pixels, and colours seen lately.
///
/// **Source:** RFC 9649 section 5.
final class PixelReader {
    private static final int LITERALS = 256;
    private static final int LENGTHS = 24;
    private static final int DISTANCES = 40;
    private static final int MAX_CACHE_BITS = 11;
    private static final int CACHE_FACTOR = 0x1e35a7bd;

    /// Places near a pixel, `{columns to the left, rows above}`, the nearest first: the first 120 distances mean
    /// these.
    private static final int[][] NEAR = near();

    /// The codes of one region: green, lengths and cached colours; red; blue; alpha; distances.
    private record Codes(PrefixCode green, PrefixCode red, PrefixCode blue, PrefixCode alpha, PrefixCode distance) {}

    private final BitReader bits;
    private final int width;
    private final int height;
    private int regionBits;
    private int[] regions;
    private Codes[] codes;
    private int cacheBits;
    private int[] cache;

    private PixelReader(BitReader bits, int width, int height) {
        this.bits = bits;
        this.width = width;
        this.height = height;
    }

    /// Reads the picture itself, `[height, width]`, whose codes may differ from region to region.
    static int[] picture(BitReader bits, int width, int height) throws IIOException {
        PixelReader reader = new PixelReader(bits, width, height);
        reader.readCache();
        int groups = 1;
        if (bits.flag()) {
            reader.regionBits = 2 + bits.read(3);
            reader.regions = data(bits, parts(width, reader.regionBits), parts(height, reader.regionBits));
            for (int i = 0; i < reader.regions.length; i++) {
                reader.regions[i] = reader.regions[i] >>> 8 & 0xffff;
                groups = Math.max(groups, reader.regions[i] + 1);
            }
        }
        reader.readCodes(groups);
        return reader.pixels();
    }

    /// Reads an image that serves the picture: numbers for regions of it, or a palette.
    static int[] data(BitReader bits, int width, int height) throws IIOException {
        PixelReader reader = new PixelReader(bits, width, height);
        reader.readCache();
        reader.readCodes(1);
        return reader.pixels();
    }

    /// How many parts of `2^bits` pixels cover a side.
    static int parts(int side, int bits) {
        return side + (1 << bits) - 1 >> bits;
    }

    private void readCache() throws IIOException {
        if (bits.flag()) {
            cacheBits = bits.read(4);
            if (cacheBits < 1 || cacheBits > MAX_CACHE_BITS) {
                throw new IIOException("a cache of " + cacheBits + " bits");
            }
            cache = new int[1 << cacheBits];
        }
    }

    private void readCodes(int groups) throws IIOException {
        int greens = LITERALS + LENGTHS + (cache == null ? 0 : cache.length);
        codes = new Codes[groups];
        for (int i = 0; i < groups; i++) {
            codes[i] = new Codes(
                    PrefixCode.read(bits, greens),
                    PrefixCode.read(bits, LITERALS),
                    PrefixCode.read(bits, LITERALS),
                    PrefixCode.read(bits, LITERALS),
                    PrefixCode.read(bits, DISTANCES));
        }
    }

    private int[] pixels() throws IIOException {
        int[] pixels = new int[width * height];
        int regionColumns = parts(width, regionBits);
        int at = 0;
        while (at < pixels.length) {
            int region = regions == null
                    ? 0
                    : regions[(at / width >> regionBits) * regionColumns + (at % width >> regionBits)];
            Codes code = codes[region];
            int symbol = code.green.next(bits);
            if (symbol < LITERALS) {
                int red = code.red.next(bits);
                int blue = code.blue.next(bits);
                int alpha = code.alpha.next(bits);
                add(pixels, at++, alpha << 24 | red << 16 | symbol << 8 | blue);
            } else if (symbol < LITERALS + LENGTHS) {
                int length = number(symbol - LITERALS);
                int distance = distance(number(code.distance.next(bits)));
                if (distance > at || length > pixels.length - at) {
                    throw new IIOException("a copy from or to beyond the picture");
                }
                for (int end = at + length; at < end; at++) {
                    add(pixels, at, pixels[at - distance]);
                }
            } else {
                add(pixels, at++, cache[symbol - LITERALS - LENGTHS]);
            }
        }
        return pixels;
    }

    private void add(int[] pixels, int at, int pixel) {
        pixels[at] = pixel;
        if (cache != null) {
            cache[CACHE_FACTOR * pixel >>> 32 - cacheBits] = pixel;
        }
    }

    /// A length or a distance: a prefix says its size, bits of its own the rest.
    private int number(int prefix) throws IIOException {
        if (prefix < 4) {
            return prefix + 1;
        }
        int extra = prefix - 2 >> 1;
        return (2 + (prefix & 1) << extra) + bits.read(extra) + 1;
    }

    private int distance(int code) {
        if (code > NEAR.length) {
            return code - NEAR.length;
        }
        int[] place = NEAR[code - 1];
        return Math.max(1, place[0] + place[1] * width);
    }

    /// The 120 places of a half circle, by distance; of those equally far the higher ones come first, then those to
    /// the left.
    private static int[][] near() {
        List<int[]> places = new ArrayList<>();
        for (int above = 0; above < 8; above++) {
            for (int left = -7; left <= 8; left++) {
                if (above > 0 || left > 0) {
                    places.add(new int[] {left, above});
                }
            }
        }
        places.sort(Comparator.<int[]>comparingInt(place -> place[0] * place[0] + place[1] * place[1])
                .thenComparingInt(place -> -place[1])
                .thenComparingInt(place -> -place[0]));
        return places.toArray(int[][]::new);
    }
}
