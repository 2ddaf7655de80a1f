package io.blip2j.blip2.image;

import io.blip2j.core.InputException;

/// The bytes of one image file, read with bounds checked: a read past the end is an answer (`IMG-DATA`), not an
/// accident.
///
/// @param bytes the whole file
/// @param what how messages name it
/// @param format what its first bytes say it is
/// @param maxPixels the most pixels it may have
record Source(byte[] bytes, String what, ImageFormat format, long maxPixels) {
    /// The longest side, in pixels: what JPEG and GIF can say, and bound enough for every table made from it.
    static final int MAX_SIDE = 65_535;

    int u8(long at) {
        if (at < 0 || at >= bytes.length) {
            throw broken("the end of the file after " + bytes.length + " bytes");
        }
        return bytes[(int) at] & 0xff;
    }

    int u16Big(long at) {
        return u8(at) << 8 | u8(at + 1);
    }

    int u16Little(long at) {
        return u8(at) | u8(at + 1) << 8;
    }

    long u32Big(long at) {
        return (long) u16Big(at) << 16 | u16Big(at + 2);
    }

    long u32Little(long at) {
        return u16Little(at) | (long) u16Little(at + 2) << 16;
    }

    /// The name of a chunk: four characters.
    String name(long at) {
        return "" + (char) u8(at) + (char) u8(at + 1) + (char) u8(at + 2) + (char) u8(at + 3);
    }

    /// That the file has `count` bytes from `at` on.
    void need(long at, long count, String part) {
        if (count > bytes.length - at) {
            throw broken(bytes.length - at + " of the " + count + " bytes of " + part);
        }
    }

    /// That a picture of this size is one that may be decoded; asked before anything is allocated for it.
    void checkSize(long width, long height) {
        if (width < 1 || height < 1) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "IMG-SIZE",
                    what,
                    width + "x" + height + " pixels",
                    "at least 1x1",
                    "Export the picture again.");
        }
        if (width > MAX_SIDE || height > MAX_SIDE || width * height > maxPixels) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "IMG-PIXELS",
                    what,
                    width + "x" + height + " pixels",
                    "at most " + maxPixels + " pixels and sides of at most " + MAX_SIDE,
                    "Scale the picture down.");
        }
    }

    /// The file is cut short or damaged.
    InputException broken(String found) {
        return new InputException(
                InputException.Kind.BAD,
                "IMG-DATA",
                what,
                found,
                "a whole, undamaged " + format.label + " file",
                "Download or export it again.");
    }

    /// The file is in order, but of a variant that is not read.
    InputException unsupported(String found, String expected) {
        return new InputException(
                InputException.Kind.BAD,
                "IMG-MODE",
                what,
                format.label + " with " + found,
                expected,
                "Export the picture as an ordinary PNG or JPEG.");
    }
}
