package io.blip2j.tools.world;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.ImageIO;

/// A drawn picture: 48 × 48 pixels, `[height, width, channels]` = `[48, 48, 3]` bytes, red first.
public final class Picture {
    /// Width and height in pixels.
    public static final int SIDE = 48;

    /// Bytes of one picture.
    public static final int BYTES = SIDE * SIDE * 3;

    private final byte[] rgb;

    /// Takes the array over without copying it.
    ///
    /// @param rgb [#BYTES] values
    Picture(byte[] rgb) {
        this.rgb = rgb;
    }

    /// The pixels themselves, not a copy: 20 000 pictures are read once an epoch. Not to be written to.
    public byte[] rgb() {
        return rgb;
    }

    /// The picture as a PNG file.
    public byte[] png() {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0, p = 0; p < BYTES; i++, p += 3) {
            int value = ((rgb[p] & 0xFF) << 16) | ((rgb[p + 1] & 0xFF) << 8) | (rgb[p + 2] & 0xFF);
            image.setRGB(i % SIDE, i / SIDE, value);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Picture picture && Arrays.equals(rgb, picture.rgb);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rgb);
    }
}
