package io.blip2j.blip2.image.vp8;

import javax.imageio.IIOException;

/// What a key frame says before its first macroblock.
///
/// **Source:** RFC 6386 sections 9.1 to 9.11 and 19.2.
final class FrameHeader {
    private static final int BYTES = 10;
    private static final int SEGMENTS = 4;

    final int width;
    final int height;
    final boolean segmentMap;
    final int[] segmentChances = {255, 255, 255};
    final boolean simpleFilter;
    final int filterLevel;
    final int sharpness;
    /// Filter levels by segment, for macroblocks predicted whole and in parts: `[2 * segment + parts]`.
    final int[] filterLevels = new int[2 * SEGMENTS];
    /// Quantiser steps by segment.
    final Quantiser[] quantisers = new Quantiser[SEGMENTS];
    final short[] coefficientChances = CoefficientTables.DEFAULT.clone();
    final boolean skips;
    final int skipChance;
    /// Where the modes of the macroblocks follow.
    final BoolDecoder modes;
    /// Where their coefficients are: row r has number `r mod length`.
    final BoolDecoder[] coefficients;

    /// Steps of the six kinds of coefficients.
    record Quantiser(int lumaDc, int lumaAc, int secondDc, int secondAc, int chromaDc, int chromaAc) {}

    FrameHeader(byte[] data, int from, int end) throws IIOException {
        if (end - from < BYTES) {
            throw new IIOException("no room for a frame header");
        }
        int tag = u8(data, from) | u8(data, from + 1) << 8 | u8(data, from + 2) << 16;
        if ((tag & 1) != 0 || (tag >> 1 & 7) > 3 || (tag >> 4 & 1) == 0) {
            throw new IIOException("not a visible key frame");
        }
        width = (u8(data, from + 6) | u8(data, from + 7) << 8) & 0x3fff;
        height = (u8(data, from + 8) | u8(data, from + 9) << 8) & 0x3fff;
        int first = from + BYTES;
        int rest = first + (tag >> 5);
        if (rest > end) {
            throw new IIOException("the first partition is cut short");
        }
        modes = new BoolDecoder(data, first, rest);
        modes.number(2); // colour space and clamping: pixels are always cut to 0..255

        boolean segmented = modes.flag();
        boolean map = false;
        boolean absolute = true;
        int[] quantiserIndexes = new int[SEGMENTS];
        int[] levels = new int[SEGMENTS];
        if (segmented) {
            map = modes.flag();
            if (modes.flag()) {
                absolute = modes.flag();
                optional(quantiserIndexes, 7);
                optional(levels, 6);
            }
            for (int i = 0; map && i < segmentChances.length; i++) {
                segmentChances[i] = modes.flag() ? modes.number(8) : 255;
            }
        }
        segmentMap = map;

        simpleFilter = modes.flag();
        filterLevel = modes.number(6);
        sharpness = modes.number(3);
        int[] byReference = new int[4];
        int[] byMode = new int[4];
        boolean deltas = modes.flag();
        if (deltas && modes.flag()) {
            optional(byReference, 6);
            optional(byMode, 6);
        }
        for (int s = 0; s < SEGMENTS; s++) {
            int base = !segmented ? filterLevel : levels[s] + (absolute ? 0 : filterLevel);
            int whole = base + (deltas ? byReference[0] : 0);
            filterLevels[2 * s] = Math.clamp(whole, 0, 63);
            filterLevels[2 * s + 1] = Math.clamp(whole + (deltas ? byMode[0] : 0), 0, 63);
        }

        int partitions = 1 << modes.number(2);
        coefficients = partitions(data, rest, end, partitions);
        quantisers(segmented, absolute, quantiserIndexes);
        modes.flag(); // whether probabilities outlast this frame: there is no other
        for (int i = 0; i < coefficientChances.length; i++) {
            if (modes.bit(CoefficientTables.UPDATE[i]) != 0) {
                coefficientChances[i] = (short) modes.number(8);
            }
        }
        skips = modes.flag();
        skipChance = skips ? modes.number(8) : 0;
    }

    private void optional(int[] out, int bits) {
        for (int i = 0; i < out.length; i++) {
            out[i] = modes.optional(bits, 0);
        }
    }

    private void quantisers(boolean segmented, boolean absolute, int[] indexes) {
        int base = modes.number(7);
        int lumaDc = modes.optional(4, 0);
        int secondDc = modes.optional(4, 0);
        int secondAc = modes.optional(4, 0);
        int chromaDc = modes.optional(4, 0);
        int chromaAc = modes.optional(4, 0);
        for (int s = 0; s < SEGMENTS; s++) {
            int q = !segmented ? base : indexes[s] + (absolute ? 0 : base);
            quantisers[s] = new Quantiser(
                    step(ModeTables.QUANTISER_DC, q + lumaDc, 127),
                    step(ModeTables.QUANTISER_AC, q, 127),
                    step(ModeTables.QUANTISER_DC, q + secondDc, 127) * 2,
                    Math.max(step(ModeTables.QUANTISER_AC, q + secondAc, 127) * 155 / 100, 8),
                    step(ModeTables.QUANTISER_DC, q + chromaDc, 117),
                    step(ModeTables.QUANTISER_AC, q + chromaAc, 127));
        }
    }

    private static int step(short[] table, int index, int last) {
        return table[Math.clamp(index, 0, last)];
    }

    private static BoolDecoder[] partitions(byte[] data, int from, int end, int count) throws IIOException {
        int start = from + 3 * (count - 1);
        if (start > end) {
            throw new IIOException("the sizes of the partitions are cut short");
        }
        BoolDecoder[] out = new BoolDecoder[count];
        for (int i = 0; i < count; i++) {
            int at = from + 3 * i;
            boolean last = i == count - 1;
            int size = last ? end - start : u8(data, at) | u8(data, at + 1) << 8 | u8(data, at + 2) << 16;
            if (size > end - start) {
                throw new IIOException("partition " + i + " is cut short");
            }
            out[i] = new BoolDecoder(data, start, start + size);
            start += size;
        }
        return out;
    }

    private static int u8(byte[] data, int at) {
        return data[at] & 0xff;
    }
}
