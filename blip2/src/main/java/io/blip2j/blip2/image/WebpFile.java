package io.blip2j.blip2.image;

import io.blip2j.blip2.image.vp8l.Vp8lDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// WebP: the first picture or frame, lossy or lossless, and its transparency where it is stored apart.
///
/// **Source:** WebP container specification; RFC 6386 section 9.1 (lossy header), WebP lossless specification
/// section 3.
final class WebpFile {
    private static final int HEAD = 8; // name and length before a chunk's data

    /// Where the data of the first chunk begins.
    static final int FIRST_CHUNK = 12 + HEAD;

    private WebpFile() {}

    /// Where the data of the picture begins in a file that [#open] has written.
    static int pictureAt(byte[] bare) {
        int at = FIRST_CHUNK;
        while (!ImageFormat.begins(bare, at - HEAD, "VP8L") && !ImageFormat.begins(bare, at - HEAD, "VP8 ")) {
            int length = lengthAt(bare, at);
            at += length + (length & 1) + HEAD;
        }
        return at;
    }

    /// Whether the picture that begins there is a lossless one.
    static boolean lossless(byte[] bare, int at) {
        return ImageFormat.begins(bare, at - HEAD, "VP8L");
    }

    /// How long the chunk is whose data begins here.
    static int lengthAt(byte[] bare, int at) {
        return bare[at - 4] & 0xff | (bare[at - 3] & 0xff) << 8 | (bare[at - 2] & 0xff) << 16 | bare[at - 1] << 24;
    }

    static Container open(Source source) {
        source.need(HEAD, source.u32Little(4), "the file");
        Walk walk = new Walk(source);
        walk.chunks(12, HEAD + source.u32Little(4));
        if (walk.picture < 0) {
            throw source.broken("no picture");
        }
        Container.Canvas canvas = walk.canvas == null ? Container.Canvas.filled(walk.width, walk.height) : walk.canvas;
        if (canvas.left() + walk.width > canvas.width() || canvas.top() + walk.height > canvas.height()) {
            throw source.broken("a picture that does not fit its canvas");
        }
        return new Container(ImageFormat.WEBP, walk.bare(), canvas, walk.orientation);
    }

    /// Transparency that is stored beside a lossy picture: each byte is what a prediction from the left, from
    /// above or from both lacks, modulo 256, plain or as the green of a lossless picture.
    static byte[] alpha(Source source, byte[] bare, int width, int height) throws IOException {
        int at = FIRST_CHUNK + 10 + HEAD; // behind the extended header
        int length = lengthAt(bare, at);
        int flags = length < 1 ? 0 : bare[at] & 0xff;
        byte[] alpha = new byte[width * height];
        if ((flags & 3) > 1 || length < 1 + ((flags & 3) == 0 ? alpha.length : 0)) {
            throw source.broken("damaged transparency");
        } else if ((flags & 3) == 0) {
            System.arraycopy(bare, at + 1, alpha, 0, alpha.length);
        } else {
            int[] pixels = Vp8lDecoder.decodeBare(bare, at + 1, at + length, width, height);
            for (int i = 0; i < alpha.length; i++) {
                alpha[i] = (byte) (pixels[i] >> 8);
            }
        }
        int filter = flags >> 2 & 3;
        for (int i = 1; i < alpha.length && filter != 0; i++) {
            int x = i % width;
            int left = x == 0 ? 0 : alpha[i - 1] & 0xff;
            int above = i < width ? 0 : alpha[i - width] & 0xff;
            int corner = x == 0 || i < width ? 0 : alpha[i - width - 1] & 0xff;
            int guess = switch (filter) {
                case 1 -> x == 0 ? above : left;
                case 2 -> i < width ? left : above;
                default -> x == 0 || i < width ? left + above : Math.clamp(left + above - corner, 0, 255);
            };
            alpha[i] += (byte) guess;
        }
        return alpha;
    }

    /// What one pass over the chunks finds.
    private static final class Walk {
        private final Source source;
        private Container.Canvas canvas;
        private long picture = -1;
        private long alpha = -1;
        private int width;
        private int height;
        private int orientation = 1;
        private boolean inFrame;

        Walk(Source source) {
            this.source = source;
        }

        void chunks(long from, long end) {
            long at = from;
            while (at + HEAD <= end) {
                String name = source.name(at);
                long length = source.u32Little(at + 4);
                source.need(at + HEAD, length, "chunk " + name);
                long data = at + HEAD;
                switch (name) {
                    case "VP8X" -> canvas = canvas(data);
                    case "VP8 " -> picture(at, () -> sizeLossy(data));
                    case "VP8L" -> picture(at, () -> sizeLossless(data));
                    case "ALPH" -> alpha = picture < 0 ? at : alpha;
                    case "ANMF" -> frame(data, data + length);
                    case "EXIF" -> orientation = exif(data, (int) length);
                    default -> {
                        // profiles, XMP and what is not known: not looked at
                    }
                }
                at = data + length + (length & 1);
            }
        }

        private void picture(long at, Runnable size) {
            if (picture < 0) {
                picture = at;
                size.run();
                source.checkSize(width, height);
            }
        }

        private Container.Canvas canvas(long data) {
            long columns = 1 + (source.u32Little(data + 4) & 0xffffff);
            long rows = 1 + (source.u16Little(data + 7) | (long) source.u8(data + 9) << 16);
            source.checkSize(columns, rows);
            return Container.Canvas.filled(columns, rows);
        }

        private void frame(long data, long end) {
            if (picture < 0 && canvas != null && !inFrame) {
                inFrame = true;
                int left = 2 * (int) (source.u32Little(data) & 0xffffff);
                int top = 2 * (int) (source.u32Little(data + 3) & 0xffffff);
                chunks(data + 16, end);
                canvas = new Container.Canvas(canvas.width(), canvas.height(), left, top);
                inFrame = false;
            }
        }

        private void sizeLossy(long data) {
            if ((source.u8(data) & 1) != 0 || !ImageFormat.begins(source.bytes(), (int) data + 3, "\u009d\u0001*")) {
                throw source.broken("no key frame");
            }
            width = source.u16Little(data + 6) & 0x3fff;
            height = source.u16Little(data + 8) & 0x3fff;
        }

        private void sizeLossless(long data) {
            if (source.u8(data) != 0x2f) {
                throw source.broken("no lossless signature");
            }
            long bits = source.u32Little(data + 1);
            width = 1 + (int) (bits & 0x3fff);
            height = 1 + (int) (bits >> 14 & 0x3fff);
        }

        private int exif(long data, int length) {
            int skip = ImageFormat.begins(source.bytes(), (int) data, "Exif\0\0") ? 6 : 0;
            return TiffDirectory.orientation(source.bytes(), (int) data + skip, length - skip);
        }

        /// A file of the picture alone; with its transparency, an extended one of the picture's own size.
        byte[] bare() {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes(new byte[] {'W', 'E', 'B', 'P'});
            if (alpha >= 0) {
                body.writeBytes(new byte[] {'V', 'P', '8', 'X', 10, 0, 0, 0, 0x10, 0, 0, 0});
                body.writeBytes(little(width - 1, 3));
                body.writeBytes(little(height - 1, 3));
                copy(alpha, body);
            }
            copy(picture, body);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(new byte[] {'R', 'I', 'F', 'F'});
            out.writeBytes(little(body.size(), 4));
            out.writeBytes(body.toByteArray());
            return out.toByteArray();
        }

        private void copy(long chunk, ByteArrayOutputStream out) {
            int length = (int) source.u32Little(chunk + 4);
            out.write(source.bytes(), (int) chunk, HEAD + length);
            if ((length & 1) != 0) {
                out.write(0);
            }
        }

        private static byte[] little(int value, int count) {
            byte[] out = new byte[count];
            for (int i = 0; i < count; i++) {
                out[i] = (byte) (value >> 8 * i);
            }
            return out;
        }
    }
}
