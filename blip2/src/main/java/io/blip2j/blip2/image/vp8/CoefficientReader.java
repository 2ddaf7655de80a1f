package io.blip2j.blip2.image.vp8;

import java.util.Arrays;

/// Reads the coefficients of each macroblock and multiplies them by their steps.
///
/// A block's first branch depends on whether the blocks above and to the left had coefficients: nine flags for each
/// column and nine to the left, four of luma, two of U, two of V and one of the second-order block Y2, which holds
/// the first coefficients of a macroblock that is predicted whole.
///
/// **Source:** RFC 6386 section 13 and 14.1 (order, tree, contexts).
final class CoefficientReader {
    private static final int KIND_LUMA_REST = 0;
    private static final int KIND_SECOND = 1;
    private static final int KIND_CHROMA = 2;
    private static final int KIND_LUMA = 3;
    private static final int FLAGS = 9;
    private static final byte[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};
    private static final int[][] LARGE = {
        {173, 148, 140},
        {176, 155, 140, 135},
        {180, 157, 141, 134, 130},
        {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
    };

    private final FrameHeader header;
    private final short[] chances;
    private final boolean[] above;
    private final boolean[] left = new boolean[FLAGS];
    private final int[] second = new int[16];
    private BoolDecoder bits;

    CoefficientReader(FrameHeader header, int columns) {
        this.header = header;
        this.chances = header.coefficientChances;
        this.above = new boolean[FLAGS * columns];
    }

    void startRow(BoolDecoder row) {
        bits = row;
        Arrays.fill(left, false);
    }

    void read(int column, Macroblock block) {
        Arrays.fill(block.coefficients, 0);
        block.residue = false;
        int top = FLAGS * column;
        if (block.skipped) {
            boolean keep = block.inParts;
            boolean secondAbove = above[top + 8];
            boolean secondLeft = left[8];
            Arrays.fill(above, top, top + FLAGS, false);
            Arrays.fill(left, false);
            // A macroblock predicted in parts has no Y2 block and leaves the flag of the one before it as it is.
            above[top + 8] = keep && secondAbove;
            left[8] = keep && secondLeft;
            return;
        }
        FrameHeader.Quantiser steps = header.quantisers[block.segment];
        int first = 0;
        int kind = KIND_LUMA;
        if (!block.inParts) {
            Arrays.fill(second, 0);
            boolean any = block(KIND_SECOND, 0, top + 8, 8, second, 0, steps.secondDc(), steps.secondAc()) > 0;
            above[top + 8] = any;
            left[8] = any;
            InverseTransform.hadamard(second, block.coefficients);
            first = 1;
            kind = KIND_LUMA_REST;
        }
        for (int i = 0; i < 16; i++) {
            int up = top + (i & 3);
            int side = i >> 2;
            int end = block(kind, first, up, side, block.coefficients, 16 * i, steps.lumaDc(), steps.lumaAc());
            above[up] = end > first;
            left[side] = end > first;
            block.residue |= end > 1 || block.coefficients[16 * i] != 0;
        }
        for (int i = 0; i < 8; i++) {
            int plane = 4 + 2 * (i >> 2);
            int up = top + plane + (i & 1);
            int side = plane + (i >> 1 & 1);
            int at = 16 * (16 + i);
            int end = block(KIND_CHROMA, 0, up, side, block.coefficients, at, steps.chromaDc(), steps.chromaAc());
            above[up] = end > 0;
            left[side] = end > 0;
            block.residue |= end > 1 || block.coefficients[at] != 0;
        }
    }

    /// Reads one block; the number of coefficients up to the last one that is not 0.
    private int block(int kind, int first, int up, int side, int[] out, int to, int dcStep, int acStep) {
        int context = (above[up] ? 1 : 0) + (left[side] ? 1 : 0);
        int at = CoefficientTables.at(kind, CoefficientTables.BANDS[first], context);
        for (int n = first; n < 16; n++) {
            if (bits.bit(chances[at]) == 0) {
                return n;
            }
            while (bits.bit(chances[at + 1]) == 0) {
                n++;
                if (n == 16) {
                    return 16;
                }
                at = CoefficientTables.at(kind, CoefficientTables.BANDS[n], 0);
            }
            int magnitude = bits.bit(chances[at + 2]) == 0 ? 1 : large(at);
            int value = bits.flag() ? -magnitude : magnitude;
            out[to + ZIGZAG[n]] = value * (n == 0 ? dcStep : acStep);
            at = CoefficientTables.at(kind, CoefficientTables.BANDS[n + 1], magnitude == 1 ? 1 : 2);
        }
        return 16;
    }

    /// A magnitude of 2 or more.
    private int large(int at) {
        if (bits.bit(chances[at + 3]) == 0) {
            return bits.bit(chances[at + 4]) == 0 ? 2 : 3 + bits.bit(chances[at + 5]);
        }
        if (bits.bit(chances[at + 6]) == 0) {
            if (bits.bit(chances[at + 7]) == 0) {
                return 5 + bits.bit(159);
            }
            int high = bits.bit(165);
            return 7 + 2 * high + bits.bit(145);
        }
        int high = bits.bit(chances[at + 8]);
        int category = 2 * high + bits.bit(chances[at + 9 + high]);
        int extra = 0;
        for (int chance : LARGE[category]) {
            extra = extra << 1 | bits.bit(chance);
        }
        return 3 + (8 << category) + extra;
    }
}
