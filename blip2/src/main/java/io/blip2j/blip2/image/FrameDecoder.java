package io.blip2j.blip2.image;

import io.blip2j.blip2.image.vp8.Vp8Decoder;
import io.blip2j.blip2.image.vp8l.Vp8lDecoder;
import io.blip2j.core.InputException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// Decodes a [Container], WebP by our own code and the rest by ImageIO, and reads the levels as they are stored.
///
/// `BufferedImage.getRGB` would put gray levels through a gamma, so samples are read from the raster: Pillow's
/// levels. A decoder's complaint, even one it goes on after, means that some pixels are made up: no picture then.
final class FrameDecoder {
    static {
        ImageIO.setUseCache(false);
    }

    private FrameDecoder() {}

    /// @param alpha whether transparency is wanted, where it costs a second pass
    static Frame decode(Source source, Container container, boolean alpha) {
        try {
            return container.format() == ImageFormat.WEBP
                    ? webp(source, container, alpha)
                    : frame(source, container, image(source, container));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw failure(source, e);
        } catch (OutOfMemoryError e) {
            throw memory(source, e);
        }
    }

    private static Frame webp(Source source, Container container, boolean alpha) throws IOException {
        byte[] bare = container.bare();
        int at = WebpFile.pictureAt(bare);
        int end = at + WebpFile.lengthAt(bare, at);
        if (WebpFile.lossless(bare, at)) {
            return lossless(Vp8lDecoder.decode(bare, at, end));
        }
        Vp8Decoder.Decoded colours = Vp8Decoder.decode(bare, at, end);
        boolean apart = alpha && at > WebpFile.FIRST_CHUNK;
        byte[] opacity = apart ? WebpFile.alpha(source, bare, colours.width(), colours.height()) : null;
        return new Frame(colours.width(), colours.height(), colours.levels(), opacity, 0);
    }

    private static Frame lossless(Vp8lDecoder.Decoded decoded) {
        int[] pixels = decoded.pixels();
        byte[] rgb = new byte[3 * pixels.length];
        byte[] alpha = decoded.transparent() ? new byte[pixels.length] : null;
        for (int i = 0; i < pixels.length; i++) {
            rgb[3 * i] = (byte) (pixels[i] >> 16);
            rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
            rgb[3 * i + 2] = (byte) pixels[i];
            if (alpha != null) {
                alpha[i] = (byte) (pixels[i] >>> 24);
            }
        }
        return new Frame(decoded.width(), decoded.height(), rgb, alpha, 0);
    }

    private static BufferedImage image(Source source, Container container) throws IOException {
        ImageReader reader = reader(source);
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(container.bare()))) {
            Complaints complaints = new Complaints();
            reader.addIIOReadWarningListener(complaints);
            reader.addIIOReadProgressListener(complaints);
            reader.setInput(in, false, true);
            source.checkSize(reader.getWidth(0), reader.getHeight(0));
            BufferedImage image = reader.read(0);
            if (complaints.first() != null) {
                throw source.broken("damaged pixels (" + complaints.first() + ")");
            }
            if (container.format() == ImageFormat.GIF && complaints.percent() < 100) {
                throw source.broken("pixels for " + (int) complaints.percent() + " % of the frame");
            }
            return image;
        } finally {
            reader.dispose();
        }
    }

    /// TwelveMonkeys' reader where there is one (CMYK as Pillow has it, TIFF), else the JDK's.
    private static ImageReader reader(Source source) {
        ImageReader chosen = null;
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(source.format().label);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            boolean preferred = reader.getClass().getName().startsWith("com.twelvemonkeys.");
            if (chosen == null || preferred) {
                chosen = reader;
            }
        }
        if (chosen == null) {
            throw new InputException(
                    InputException.Kind.UNAVAILABLE,
                    "IMG-READER",
                    source.what(),
                    "no reader of " + source.format().label,
                    "the imageio libraries on the class path",
                    "Run the command from a complete build.");
        }
        return chosen;
    }

    private static Frame frame(Source source, Container container, BufferedImage image) {
        Raster raster = image.getRaster();
        int width = raster.getWidth();
        int height = raster.getHeight();
        if (image.getColorModel() instanceof IndexColorModel palette) {
            return indexed(raster, palette);
        }
        int bands = raster.getNumBands();
        int[] bits = raster.getSampleModel().getSampleSize();
        int type = raster.getSampleModel().getDataType();
        boolean whole = type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT || type == DataBuffer.TYPE_INT;
        if (!whole || bands > 4 || bits[0] > 16 || image.isAlphaPremultiplied()) {
            throw source.unsupported(
                    bands + " channels of " + bits[0] + " bits",
                    "1 to 4 channels of up to 16 bits, alpha not multiplied in");
        }
        boolean gray = bands < 3;
        boolean transparent = bands == 2 || bands == 4;
        // A gray that is transparent reads as two channels; for Pillow it stays one.
        boolean lone = bands == 1 || bands == 2 && container.format() == ImageFormat.PNG && PngFile.isGray(container);
        byte[] rgb = new byte[width * height * 3];
        byte[] alpha = transparent ? new byte[width * height] : null;
        int[] row = new int[width * bands];
        for (int y = 0; y < height; y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int pixel = y * width + x;
                for (int c = 0; c < 3; c++) {
                    int band = gray ? 0 : c;
                    rgb[3 * pixel + c] = level(row[x * bands + band], bits[band], lone);
                }
                if (transparent) {
                    alpha[pixel] = level(row[x * bands + bands - 1], bits[bands - 1], false);
                }
            }
        }
        return new Frame(width, height, rgb, alpha, 0);
    }

    /// A sample as a level: fewer than 8 bits are spread over 0..255; of 16 bits the upper half counts, but gray
    /// alone is cut at 255, as Pillow does on the way from `I;16` to `RGB`.
    private static byte level(int sample, int bits, boolean loneGray) {
        if (bits == 8) {
            return (byte) sample;
        }
        if (bits == 16) {
            return (byte) (loneGray ? Math.min(sample, 255) : sample >> 8);
        }
        return (byte) (bits > 8 ? sample >> bits - 8 : sample * 255 / ((1 << bits) - 1));
    }

    private static Frame indexed(Raster raster, IndexColorModel palette) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        int[] colours = new int[palette.getMapSize()];
        palette.getRGBs(colours);
        byte[] rgb = new byte[width * height * 3];
        byte[] alpha = palette.hasAlpha() ? new byte[width * height] : null;
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int pixel = y * width + x;
                // An index beyond the palette is black, as in Pillow.
                int colour = row[x] < colours.length ? colours[row[x]] : 0xff000000;
                rgb[3 * pixel] = (byte) (colour >> 16);
                rgb[3 * pixel + 1] = (byte) (colour >> 8);
                rgb[3 * pixel + 2] = (byte) colour;
                if (alpha != null) {
                    alpha[pixel] = (byte) (colour >>> 24);
                }
            }
        }
        int clear = palette.getTransparentPixel();
        return new Frame(width, height, rgb, alpha, colours[clear < 0 ? 0 : clear]);
    }

    /// Decoders of damaged data throw almost anything; an error of memory inside it must not pass for damage.
    static InputException failure(Source source, Throwable failure) {
        if (failure instanceof InputException known) {
            return known;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return memory(source, cause);
            }
        }
        InputException broken = source.broken("damaged pixels");
        broken.initCause(failure);
        return broken;
    }

    private static InputException memory(Source source, Throwable cause) {
        InputException refused = new InputException(
                InputException.Kind.MEMORY,
                "IMG-MEMORY",
                source.what(),
                "too little memory left to decode it",
                "about 16 bytes a pixel",
                "Give the JVM more memory (-Xmx) or scale the picture down.");
        refused.initCause(cause);
        return refused;
    }
}
