package io.blip2j.blip2.image.vp8l;

import java.util.Arrays;

/// What an encoder did to pixels so that they take fewer bits; here it is undone.
///
/// **Source:** RFC 9649 section 4.
sealed interface Transform {
    /// Undoes it.
    ///
    /// @param pixels `[height, width]`; may be changed
    /// @return pixels of the picture as it was before
    int[] undo(int[] pixels, int width, int height);

    /// Green was taken from red and blue.
    record SubtractGreen() implements Transform {
        @Override
        public int[] undo(int[] pixels, int width, int height) {
            for (int i = 0; i < pixels.length; i++) {
                int green = pixels[i] >>> 8 & 0xff;
                pixels[i] = add(pixels[i], green << 16 | green);
            }
            return pixels;
        }
    }

    /// Multiples of green were taken from red and blue, of red from blue.
    ///
    /// @param factors for each region, times 32: bits 0..7 green to red, 8..15 green to blue, 16..23 red to blue
    record CrossColour(int bits, int[] factors) implements Transform {
        @Override
        public int[] undo(int[] pixels, int width, int height) {
            int columns = PixelReader.parts(width, bits);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int factor = factors[(y >> bits) * columns + (x >> bits)];
                    int pixel = pixels[y * width + x];
                    int green = pixel >> 8;
                    int red = (pixel >> 16) + share(factor, green);
                    int blue = pixel + share(factor >> 8, green) + share(factor >> 16, red);
                    pixels[y * width + x] = pixel & 0xff00ff00 | (red & 0xff) << 16 | blue & 0xff;
                }
            }
            return pixels;
        }

        /// The product of two signed bytes over 32.
        private static int share(int factor, int level) {
            return (byte) factor * (byte) level >> 5;
        }
    }

    /// Pixels were numbers in a palette, several of them in one where there are few colours.
    ///
    /// @param bits logarithm of how many pixels are in one
    record Palette(int bits, int[] colours) implements Transform {
        @Override
        public int[] undo(int[] pixels, int width, int height) {
            int columns = PixelReader.parts(width, bits);
            int each = 8 >> bits;
            int[] all = Arrays.copyOf(colours, 256); // numbers beyond the palette are transparent black
            int[] out = bits == 0 ? pixels : new int[width * height];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int packed = pixels[y * columns + (x >> bits)] >>> 8 & 0xff;
                    int place = x & (1 << bits) - 1;
                    out[y * width + x] = all[packed >> place * each & (1 << each) - 1];
                }
            }
            return out;
        }
    }

    /// Pixels were predicted from their neighbours, and what the prediction lacks was kept.
    ///
    /// @param modes for each region, in bits 8..11, the way to predict
    record Predictor(int bits, int[] modes) implements Transform {
        private static final int BLACK = 0xff000000;

        @Override
        public int[] undo(int[] pixels, int width, int height) {
            int columns = PixelReader.parts(width, bits);
            pixels[0] = add(pixels[0], BLACK);
            for (int i = 1; i < width; i++) {
                pixels[i] = add(pixels[i], pixels[i - 1]);
            }
            for (int y = 1; y < height; y++) {
                int row = y * width;
                pixels[row] = add(pixels[row], pixels[row - width]);
                for (int x = 1; x < width; x++) {
                    int mode = modes[(y >> bits) * columns + (x >> bits)] >>> 8 & 0xf;
                    pixels[row + x] = add(pixels[row + x], guess(mode, pixels, row + x, width));
                }
            }
            return pixels;
        }

        /// The last pixel of a row sees the first one of its own row above and to the right: the next in memory.
        private static int guess(int mode, int[] pixels, int at, int width) {
            int left = pixels[at - 1];
            int above = pixels[at - width];
            int corner = pixels[at - width - 1];
            int right = pixels[at - width + 1];
            return switch (mode) {
                case 1 -> left;
                case 2 -> above;
                case 3 -> right;
                case 4 -> corner;
                case 5 -> mean(mean(left, right), above);
                case 6 -> mean(left, corner);
                case 7 -> mean(left, above);
                case 8 -> mean(corner, above);
                case 9 -> mean(above, right);
                case 10 -> mean(mean(left, corner), mean(above, right));
                case 11 -> distance(above, corner) < distance(left, corner) ? left : above;
                case 12 -> full(left, above, corner);
                case 13 -> half(mean(left, above), corner);
                default -> BLACK;
            };
        }

        private static int mean(int a, int b) {
            return (a & b) + ((a ^ b) >>> 1 & 0x7f7f7f7f);
        }

        private static int distance(int a, int b) {
            int sum = 0;
            for (int shift = 0; shift < 32; shift += 8) {
                sum += Math.abs((a >>> shift & 0xff) - (b >>> shift & 0xff));
            }
            return sum;
        }

        private static int full(int left, int above, int corner) {
            int out = 0;
            for (int shift = 0; shift < 32; shift += 8) {
                int level = (left >>> shift & 0xff) + (above >>> shift & 0xff) - (corner >>> shift & 0xff);
                out |= Math.clamp(level, 0, 255) << shift;
            }
            return out;
        }

        private static int half(int mean, int corner) {
            int out = 0;
            for (int shift = 0; shift < 32; shift += 8) {
                int level = mean >>> shift & 0xff;
                out |= Math.clamp(level + (level - (corner >>> shift & 0xff)) / 2, 0, 255) << shift;
            }
            return out;
        }
    }

    /// The sum of each channel, modulo 256.
    static int add(int a, int b) {
        int alphaGreen = (a & 0xff00ff00) + (b & 0xff00ff00);
        int redBlue = (a & 0x00ff00ff) + (b & 0x00ff00ff);
        return alphaGreen & 0xff00ff00 | redBlue & 0x00ff00ff;
    }
}
