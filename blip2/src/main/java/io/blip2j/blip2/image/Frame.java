package io.blip2j.blip2.image;

import java.util.Arrays;

/// One decoded frame, as stored: colours, and how opaque each pixel is.
///
/// @param rgb `[height, width, 3]`
/// @param alpha `[height, width]`, or null where everything is opaque
/// @param background what a canvas shows where the frame does not reach, `0xaarrggbb`
record Frame(int width, int height, byte[] rgb, byte[] alpha, int background) {

    /// The whole picture: the frame at its place on its canvas, transparency settled.
    Picture onto(Container.Canvas canvas, Transparency transparency) {
        Frame full = canvas.width() == width && canvas.height() == height ? this : placed(canvas);
        if (transparency == Transparency.ON_WHITE && full.alpha != null) {
            full.blendWithWhite();
        }
        return Picture.owning(full.width, full.height, full.rgb);
    }

    private Frame placed(Container.Canvas canvas) {
        int pixels = canvas.width() * canvas.height();
        byte[] wideRgb = new byte[pixels * 3];
        for (int i = 0; i < pixels; i++) {
            wideRgb[3 * i] = (byte) (background >> 16);
            wideRgb[3 * i + 1] = (byte) (background >> 8);
            wideRgb[3 * i + 2] = (byte) background;
        }
        byte[] wideAlpha = new byte[pixels];
        Arrays.fill(wideAlpha, (byte) (background >>> 24));
        for (int y = 0; y < height; y++) {
            int to = (canvas.top() + y) * canvas.width() + canvas.left();
            System.arraycopy(rgb, y * width * 3, wideRgb, to * 3, width * 3);
            if (alpha == null) {
                Arrays.fill(wideAlpha, to, to + width, (byte) 255);
            } else {
                System.arraycopy(alpha, y * width, wideAlpha, to, width);
            }
        }
        return new Frame(canvas.width(), canvas.height(), wideRgb, wideAlpha, background);
    }

    /// `level = (alpha level + (255 - alpha) 255) / 255`, in Pillow's whole numbers: seven more bits, then a
    /// division by 255 as shifts. Invisible pixels are white.
    private void blendWithWhite() {
        for (int i = 0; i < alpha.length; i++) {
            int visible = (alpha[i] & 0xff) << 7;
            int hidden = (255 << 7) - visible;
            for (int c = 3 * i; c < 3 * i + 3; c++) {
                int sum = (rgb[c] & 0xff) * visible + 255 * hidden + (0x80 << 7);
                rgb[c] = (byte) ((sum >> 8) + sum >> 15);
            }
        }
    }
}
