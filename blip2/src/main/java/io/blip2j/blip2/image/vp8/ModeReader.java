package io.blip2j.blip2.image.vp8;

import java.util.Arrays;

/// Reads how each macroblock of a key frame is predicted, left to right, top to bottom.
///
/// **Source:** RFC 6386 sections 10 (segments), 11.1 to 11.4 (skipping and modes).
final class ModeReader {
    private final FrameHeader header;
    private final BoolDecoder bits;
    private final byte[] above; // modes of the lowest parts of the row above
    private final byte[] left = new byte[4];

    ModeReader(FrameHeader header, int columns) {
        this.header = header;
        this.bits = header.modes;
        this.above = new byte[4 * columns];
    }

    /// Before the first macroblock of a row: what lies outside the picture counts as DC.
    void startRow() {
        Arrays.fill(left, (byte) ModeTables.DC);
    }

    void read(int column, Macroblock block) {
        block.segment = 0;
        if (header.segmentMap) {
            int[] chances = header.segmentChances;
            block.segment = bits.bit(chances[0]) == 0 ? bits.bit(chances[1]) : 2 + bits.bit(chances[2]);
        }
        block.skipped = header.skips && bits.bit(header.skipChance) != 0;
        block.inParts = bits.bit(145) == 0;
        if (block.inParts) {
            parts(column, block);
        } else {
            byte mode = (byte) wholeMode();
            Arrays.fill(block.lumaModes, mode);
            Arrays.fill(above, 4 * column, 4 * column + 4, mode);
            Arrays.fill(left, mode);
        }
        block.chromaMode = chromaMode();
    }

    private int wholeMode() {
        if (bits.bit(156) == 0) {
            return bits.bit(163) == 0 ? ModeTables.DC : ModeTables.VERTICAL;
        }
        return bits.bit(128) == 0 ? ModeTables.HORIZONTAL : ModeTables.TRUE_MOTION;
    }

    private int chromaMode() {
        if (bits.bit(142) == 0) {
            return ModeTables.DC;
        }
        if (bits.bit(114) == 0) {
            return ModeTables.VERTICAL;
        }
        return bits.bit(183) == 0 ? ModeTables.HORIZONTAL : ModeTables.TRUE_MOTION;
    }

    private void parts(int column, Macroblock block) {
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                int chances = (above[4 * column + x] * ModeTables.MODES + left[y]) * (ModeTables.MODES - 1);
                int node = 0;
                do {
                    node = ModeTables.TREE[2 * node + bits.bit(ModeTables.CHANCES[chances + node])];
                } while (node > 0);
                byte mode = (byte) -node;
                block.lumaModes[4 * y + x] = mode;
                above[4 * column + x] = mode;
                left[y] = mode;
            }
        }
    }
}
