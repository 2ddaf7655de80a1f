package io.blip2j.blip2.image.vp8;

import javax.imageio.IIOException;

/// Decodes the key frame of a lossy WebP file, level for level as libwebp does.
///
/// Each macroblock is predicted from pixels already there, then its residue is added; when all are there the loop
/// filter passes over them, and chroma is brought to full size.
///
/// **Source:** RFC 6386; where it leaves a choice, libwebp, which Pillow uses.
public final class Vp8Decoder {
    private final FrameHeader header;
    private final int columns;
    private final int rows;
    private final Plane luma;
    private final Plane u;
    private final Plane v;
    private final Prediction prediction = new Prediction();
    private final int[] aboveRight = new int[4];

    private Vp8Decoder(FrameHeader header) {
        this.header = header;
        columns = (header.width + 15) / 16;
        rows = (header.height + 15) / 16;
        luma = new Plane(16 * columns, 16 * rows);
        u = new Plane(8 * columns, 8 * rows);
        v = new Plane(8 * columns, 8 * rows);
    }

    /// A decoded frame.
    ///
    /// @param levels red, green and blue, `[height, width, 3]`
    public record Decoded(int width, int height, byte[] levels) {}

    /// Decodes the frame that lies in `data[from .. end)`; the caller has checked that its size is bearable.
    ///
    /// @throws IIOException where data is missing or makes no sense
    public static Decoded decode(byte[] data, int from, int end) throws IIOException {
        FrameHeader header = new FrameHeader(data, from, end);
        Vp8Decoder decoder = new Vp8Decoder(header);
        decoder.planes();
        ToRgb rgb = new ToRgb(decoder.luma, decoder.u, decoder.v, header.width, header.height);
        return new Decoded(header.width, header.height, rgb.levels());
    }

    private void planes() throws IIOException {
        ModeReader modes = new ModeReader(header, columns);
        CoefficientReader coefficients = new CoefficientReader(header, columns);
        byte[] filterLevels = new byte[rows * columns];
        boolean[] inner = new boolean[rows * columns];
        Macroblock block = new Macroblock();
        for (int row = 0; row < rows; row++) {
            BoolDecoder bits = header.coefficients[row % header.coefficients.length];
            modes.startRow();
            coefficients.startRow(bits);
            for (int column = 0; column < columns; column++) {
                modes.read(column, block);
                coefficients.read(column, block);
                predict(row, column, block);
                int at = row * columns + column;
                filterLevels[at] = (byte) header.filterLevels[2 * block.segment + (block.inParts ? 1 : 0)];
                inner[at] = block.inParts || block.residue;
            }
            if (header.modes.exhausted() || bits.exhausted()) {
                throw new IIOException("data ends in row " + row + " of " + rows + " of macroblocks");
            }
        }
        if (header.filterLevel > 0) {
            LoopFilter filter = new LoopFilter(header, luma, u, v);
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    int at = row * columns + column;
                    filter.filter(row, column, filterLevels[at], inner[at]);
                }
            }
        }
    }

    private void predict(int row, int column, Macroblock block) {
        int at = luma.at(16 * row, 16 * column);
        if (block.inParts) {
            parts(row, column, at, block);
        } else {
            prediction.square(block.lumaModes[0], luma, at, 16, row > 0, column > 0);
            for (int i = 0; i < 16 && block.residue; i++) {
                int part = at + 4 * (i >> 2) * luma.stride + 4 * (i & 3);
                InverseTransform.add(block.coefficients, 16 * i, luma, part);
            }
        }
        for (int c = 0; c < 2; c++) {
            Plane plane = c == 0 ? u : v;
            int corner = plane.at(8 * row, 8 * column);
            prediction.square(block.chromaMode, plane, corner, 8, row > 0, column > 0);
            for (int i = 0; i < 4 && block.residue; i++) {
                int part = corner + 4 * (i >> 1) * plane.stride + 4 * (i & 1);
                InverseTransform.add(block.coefficients, 16 * (16 + 4 * c + i), plane, part);
            }
        }
    }

    private void parts(int row, int column, int at, Macroblock block) {
        for (int i = 0; i < 16; i++) {
            int part = at + 4 * (i >> 2) * luma.stride + 4 * (i & 3);
            for (int x = 0; x < 4; x++) {
                aboveRight[x] = aboveRight(row, column, at, i, x);
            }
            prediction.part(block.lumaModes[i], luma, part, aboveRight);
            if (block.residue) {
                InverseTransform.add(block.coefficients, 16 * i, luma, part);
            }
        }
    }

    /// Parts at the right side see, in all four rows, the pixels that lie above the macroblock to the right: those
    /// beside them are not there yet. Beyond the last column the last pixel above is repeated.
    private int aboveRight(int row, int column, int at, int part, int x) {
        if ((part & 3) < 3) {
            return luma.get(at + (4 * (part >> 2) - 1) * luma.stride + 4 * (part & 3) + 4 + x);
        }
        if (row == 0) {
            return 127;
        }
        int above = at - luma.stride;
        return luma.get(column == columns - 1 ? above + 15 : above + 16 + x);
    }
}
