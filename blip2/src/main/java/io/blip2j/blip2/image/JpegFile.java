package io.blip2j.blip2.image;

import java.io.ByteArrayOutputStream;

/// JPEG: tables, frame header and scans are kept, and the markers that name the colour space (JFIF, Adobe).
///
/// **Source:** ITU-T T.81 annex B; colour space as libjpeg guesses it: JFIF is YCbCr, Adobe says, components named
/// R, G, B are RGB, anything else of three components is YCbCr. The JDK guesses otherwise where neither marker is
/// there (no subsampling: RGB), so a JFIF marker is put in.
final class JpegFile {
    private static final byte[] JFIF = {
        (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
    };
    private static final int SOS = 0xda;

    private JpegFile() {}

    static Container open(Source source) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(source.bytes().length);
        boolean named = false;
        int orientation = 1;
        long frame = -1;
        long at = 2;
        while (true) {
            int marker = marker(source, at);
            at = after(source, at);
            if (marker == SOS) {
                break;
            }
            if (marker == 0x01 || marker >= 0xd0 && marker <= 0xd8) {
                continue; // these stand alone, and say nothing before the first scan
            }
            if (marker == 0xd9) {
                throw source.broken("the end marker before any pixels");
            }
            int length = source.u16Big(at);
            if (length < 2) {
                throw source.broken("a segment of " + length + " bytes");
            }
            source.need(at, length, "segment " + Integer.toHexString(marker));
            boolean jfif = marker == 0xe0 && ImageFormat.begins(source.bytes(), (int) at + 2, "JFIF\0");
            boolean adobe = marker == 0xee && ImageFormat.begins(source.bytes(), (int) at + 2, "Adobe");
            named |= jfif || adobe;
            if (marker == 0xe1 && ImageFormat.begins(source.bytes(), (int) at + 2, "Exif\0\0")) {
                orientation = TiffDirectory.orientation(source.bytes(), (int) at + 8, length - 8);
            }
            if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                frame = at;
                checkFrame(source, marker, at, length);
            }
            boolean application = marker >= 0xe0 && marker <= 0xef || marker == 0xfe;
            if (!application || jfif || adobe) {
                kept.write(0xff);
                kept.write(marker);
                kept.write(source.bytes(), (int) at, length);
            }
            at += length;
        }
        if (frame < 0) {
            throw source.broken("a scan before the frame header");
        }
        ByteArrayOutputStream bare = new ByteArrayOutputStream(kept.size() + source.bytes().length);
        bare.write(0xff);
        bare.write(0xd8);
        boolean rgb = source.u8(frame + 8) == 'R' && source.u8(frame + 11) == 'G' && source.u8(frame + 14) == 'B';
        if (!named && source.u8(frame + 7) == 3 && !rgb) {
            bare.write(JFIF, 0, JFIF.length);
        }
        bare.writeBytes(kept.toByteArray());
        bare.write(0xff);
        bare.write(SOS);
        bare.write(source.bytes(), (int) at, source.bytes().length - (int) at);
        Container.Canvas canvas = Container.Canvas.filled(source.u16Big(frame + 5), source.u16Big(frame + 3));
        return new Container(ImageFormat.JPEG, bare.toByteArray(), canvas, orientation);
    }

    /// The marker at `at`, behind any fill bytes.
    private static int marker(Source source, long at) {
        if (source.u8(at) != 0xff) {
            throw source.broken("byte 0x" + Integer.toHexString(source.u8(at)) + " at " + at + " in place of a marker");
        }
        return source.u8(after(source, at) - 1);
    }

    private static long after(Source source, long at) {
        long next = at;
        while (source.u8(next) == 0xff) {
            next++;
        }
        return next + 1;
    }

    private static void checkFrame(Source source, int marker, long at, int length) {
        int components = source.u8(at + 7);
        if (length != 8 + 3 * components) {
            throw source.broken("a frame header of " + length + " bytes for " + components + " components");
        }
        source.checkSize(source.u16Big(at + 5), source.u16Big(at + 3));
        if (marker > 0xc2 || source.u8(at + 2) != 8) {
            throw source.unsupported(
                    "coding process " + (marker - 0xc0) + " and " + source.u8(at + 2) + " bits",
                    "baseline, extended or progressive Huffman coding (0, 1, 2) of 8 bits");
        }
        if (components != 1 && components != 3 && components != 4) {
            throw source.unsupported(components + " components", "1, 3 or 4");
        }
    }
}
