package io.blip2j.blip2.image;

import io.blip2j.core.InputException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/// Writes pictures as PNG; reading them back gives the same levels.
public final class PngWriter {
    private PngWriter() {}

    /// The bytes of a PNG file of the picture; the same picture gives the same bytes.
    public static byte[] bytes(Picture picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        byte[] rgb = picture.shared();
        for (int i = 0; i < rgb.length; i += Picture.CHANNELS) {
            bgr[i] = rgb[i + 2];
            bgr[i + 1] = rgb[i + 1];
            bgr[i + 2] = rgb[i];
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalStateException("the JDK has no PNG writer");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory alone is written to
        }
        return out.toByteArray();
    }

    /// Writes a PNG file, replacing one that is there.
    public static void write(Picture picture, Path file) {
        try {
            Files.write(file, bytes(picture));
        } catch (IOException e) {
            InputException failure = new InputException(
                    InputException.Kind.IO,
                    "IMG-IO",
                    file.toString(),
                    e.getClass().getSimpleName() + " while writing",
                    "a place that can be written",
                    "Check the folder, its permissions and the disk.");
            failure.initCause(e);
            throw failure;
        }
    }
}
