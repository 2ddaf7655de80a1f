package io.blip2j.blip2.image;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads pictures: JPEG (gray, colour, CMYK, progressive), PNG, GIF (first frame), BMP, TIFF (first page), WebP.
///
/// The bytes decide what a file is, not its name. Size is checked before anything is decoded. Every pixel is real:
/// a file that is cut short or damaged gives an exception, never a picture that is part gray.
///
/// ```java
/// Picture picture = PictureReader.upright().read(Path.of("cat.jpg"));
/// ```
///
/// | code | when |
/// |---|---|
/// | `IMG-MISSING` | there is no such file |
/// | `IMG-TYPE` | empty, or none of the formats above |
/// | `IMG-BYTES` | a file of more than `maxBytes` |
/// | `IMG-SIZE`, `IMG-PIXELS` | no pixels, or more than `maxPixels` |
/// | `IMG-DATA` | cut short or damaged |
/// | `IMG-MODE` | a variant that is not read |
/// | `IMG-B64` | base64 or a `data:` URI that is not well-formed |
/// | `IMG-MEMORY` | decoding needs more memory than there is |
///
/// **Source:** levels are those of Pillow's `Image.open(...).convert("RGB")`.
///
/// @param exifOrientation whether the picture is turned as its EXIF data says: yes where a person shows it
///     (Hugging Face's `load_image`), no in LAVIS's training
/// @param transparency what becomes of alpha
/// @param maxPixels the most pixels that are decoded
/// @param maxBytes the longest file that is read
public record PictureReader(boolean exifOrientation, Transparency transparency, long maxPixels, long maxBytes) {
    /// 40 million pixels.
    public static final long MAX_PIXELS = 40_000_000;

    /// 256 MiB.
    public static final long MAX_BYTES = 256L << 20;

    /// Pictures as they are to be looked at: for commands and servers.
    public static PictureReader upright() {
        return new PictureReader(true, Transparency.DROP, MAX_PIXELS, MAX_BYTES);
    }

    /// Pictures as they are stored: for training.
    public static PictureReader asStored() {
        return new PictureReader(false, Transparency.DROP, MAX_PIXELS, MAX_BYTES);
    }

    /// Reads a file.
    public Picture read(Path file) {
        if (!Files.exists(file)) {
            throw new InputException(
                    InputException.Kind.MISSING,
                    "IMG-MISSING",
                    file.toString(),
                    "no such file",
                    "a picture",
                    "Check the path.");
        }
        if (Files.isDirectory(file)) {
            throw type(file.toString(), "a folder");
        }
        try {
            checkLength(file.toString(), Files.size(file));
            return read(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            InputException failure = new InputException(
                    InputException.Kind.IO,
                    "IMG-IO",
                    file.toString(),
                    e.getClass().getSimpleName() + " while reading",
                    "a file that can be read",
                    "Check its permissions and the disk.");
            failure.initCause(e);
            throw failure;
        }
    }

    /// Reads a file that is already in memory.
    ///
    /// @param what how messages name it
    public Picture read(byte[] bytes, String what) {
        checkLength(what, bytes.length);
        ImageFormat format = ImageFormat.of(bytes);
        if (format == null) {
            throw type(what, ImageFormat.guess(bytes));
        }
        Source source = new Source(bytes, what, format, maxPixels);
        Container container = Container.of(source);
        Picture stored = FrameDecoder.decode(source, container, transparency == Transparency.ON_WHITE)
                .onto(container.canvas(), transparency);
        return exifOrientation ? stored.upright(container.orientation()) : stored;
    }

    /// Reads a picture from a URI of the form `data:image/png;base64,...`.
    ///
    /// @param what how messages name it: the URI itself is too long for that
    public Picture readDataUri(String uri, String what) {
        return read(Base64Text.ofDataUri(uri, what, maxBytes), what);
    }

    /// Reads a picture from base64 text: the standard alphabet, padded, without line breaks.
    ///
    /// @param what how messages name it
    public Picture readBase64(String text, String what) {
        return read(Base64Text.decode(text, what, maxBytes), what);
    }

    private void checkLength(String what, long length) {
        if (length > maxBytes) {
            throw Base64Text.tooLong(what, length, maxBytes);
        }
    }

    private static InputException type(String what, String found) {
        return new InputException(
                InputException.Kind.BAD,
                "IMG-TYPE",
                what,
                found,
                "JPEG, PNG, GIF, BMP, TIFF or WebP",
                "Convert it to PNG or JPEG.");
    }
}
