package io.blip2j.blip2.image;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;

/// PNG: every chunk's checksum is checked, then header, palette, transparency and data are kept.
///
/// **Source:** PNG specification (third edition), section 5 chunks, 11.2 critical chunks.
final class PngFile {
    private static final int SIGNATURE = 8;
    private static final int COLOUR = 25; // where the colour type is
    private static final int FRAME = 12; // length, name and checksum around a chunk's data

    private PngFile() {}

    static Container open(Source source) {
        ByteArrayOutputStream bare = new ByteArrayOutputStream(source.bytes().length);
        bare.write(source.bytes(), 0, SIGNATURE);
        Container.Canvas canvas = header(source);
        boolean data = false;
        boolean palette = false;
        int orientation = 1;
        long at = SIGNATURE;
        while (true) {
            long length = source.u32Big(at);
            String name = source.name(at + 4);
            source.need(at, length + FRAME, "chunk " + name);
            checkSum(source, at, length, name);
            switch (name) {
                case "IHDR", "PLTE", "tRNS", "IDAT", "IEND" ->
                    bare.write(source.bytes(), (int) at, (int) length + FRAME);
                case "eXIf" -> orientation = TiffDirectory.orientation(source.bytes(), (int) at + 8, (int) length);
                default -> {
                    // An upper-case first letter says that the picture cannot be understood without this chunk.
                    if (Character.isUpperCase(name.charAt(0))) {
                        throw source.unsupported("chunk " + name, "chunks of the PNG standard");
                    }
                }
            }
            data |= name.equals("IDAT");
            palette |= name.equals("PLTE");
            at += length + FRAME;
            if (name.equals("IEND")) {
                break;
            }
        }
        if (!data || source.u8(COLOUR) == 3 && !palette) {
            throw source.broken(data ? "no palette" : "no pixels");
        }
        return new Container(ImageFormat.PNG, bare.toByteArray(), canvas, orientation);
    }

    /// Whether the pixels of a file that [#open] has written are gray without an alpha of their own.
    static boolean isGray(Container container) {
        return container.bare()[COLOUR] == 0;
    }

    private static Container.Canvas header(Source source) {
        if (source.u32Big(8) != 13 || !source.name(12).equals("IHDR")) {
            throw source.broken("no header as the first chunk");
        }
        source.need(SIGNATURE, 13 + FRAME, "the header");
        checkSum(source, SIGNATURE, 13, "IHDR");
        // Signed, so that what is beyond PNG's own range reads as the negative size that others take it for.
        int width = (int) source.u32Big(16);
        int height = (int) source.u32Big(20);
        source.checkSize(width, height);
        int depth = source.u8(24);
        boolean known = switch (source.u8(COLOUR)) {
            case 0 -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
            case 3 -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
            case 2, 4, 6 -> depth == 8 || depth == 16;
            default -> false;
        };
        if (!known || source.u8(26) != 0 || source.u8(27) != 0 || source.u8(28) > 1) {
            throw source.broken("colour type " + source.u8(COLOUR) + " of " + depth + " bits, methods " + source.u8(26)
                    + " " + source.u8(27) + " " + source.u8(28));
        }
        return Container.Canvas.filled(width, height);
    }

    private static void checkSum(Source source, long at, long length, String name) {
        CRC32 crc = new CRC32();
        crc.update(source.bytes(), (int) at + 4, (int) length + 4);
        if (crc.getValue() != source.u32Big(at + 8 + length)) {
            throw source.broken("a wrong checksum in chunk " + name);
        }
    }
}
