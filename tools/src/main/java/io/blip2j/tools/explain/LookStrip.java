package io.blip2j.tools.explain;

import io.blip2j.blip2.image.Picture;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/// A strip of one picture, first as it is, then once a word under a veil: clear where the word's looks were,
/// thicker where they were less. The share of the patch that had most stands below the word; where patches are large
/// a frame is around it.
final class LookStrip {
    private static final int TILE = 192; // longer side of a picture
    private static final int GAP = 14;
    private static final int WORDS_HIGH = 46;
    private static final int IN_A_ROW = 8;
    private static final Color PAPER = Color.WHITE;
    private static final Color INK = new Color(0x1f2933);
    private static final Color FAINT = new Color(0x7b8794);
    private static final Color VEIL = new Color(0xf4f5f7);
    private static final Color FRAME = new Color(0xe8590c);
    private static final double THICKEST = 0.9;
    private static final int COARSE = 4; // up to so many columns a patch is drawn as a square, not blended with others

    private final BufferedImage picture;
    private final int columns;
    private final Font font;

    LookStrip(Picture picture, int columns) {
        System.setProperty("java.awt.headless", "true");
        this.columns = columns;
        this.picture = scaled(picture);
        this.font = font();
    }

    /// Null where none is installed: the JDK has no font of its own and fails in several ways then.
    private static Font font() {
        try {
            Font found = new Font(Font.SANS_SERIF, Font.PLAIN, 18);
            BufferedImage trial = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            trial.createGraphics().getFontMetrics(found).stringWidth("a");
            return found;
        } catch (RuntimeException | LinkageError | InternalError _) {
            return null;
        }
    }

    /// Whether words are drawn.
    boolean hasFont() {
        return font != null;
    }

    private static BufferedImage scaled(Picture picture) {
        BufferedImage original = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                int rgb = picture.level(0, y, x) << 16 | picture.level(1, y, x) << 8 | picture.level(2, y, x);
                original.setRGB(x, y, rgb);
            }
        }
        double factor = (double) TILE / Math.max(picture.width(), picture.height());
        int width = Math.max(1, (int) Math.round(picture.width() * factor));
        int height = Math.max(1, (int) Math.round(picture.height() * factor));
        return resized(original, width, height);
    }

    /// In halves first, so that large photographs do not flicker.
    private static BufferedImage resized(BufferedImage image, int width, int height) {
        BufferedImage from = image;
        while (from.getWidth() > 2 * width && from.getHeight() > 2 * height) {
            from = drawn(from, from.getWidth() / 2, from.getHeight() / 2, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        }
        return drawn(from, width, height, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    }

    private static BufferedImage drawn(BufferedImage image, int width, int height, Object how) {
        BufferedImage result = new BufferedImage(width, height, image.getType());
        Graphics2D g = result.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, how);
        g.drawImage(image, 0, 0, width, height, null);
        g.dispose();
        return result;
    }

    /// The PNG file.
    /// @param shares of each word, one a patch, row by row
    byte[] png(List<String> words, List<double[]> shares) throws IOException {
        int tiles = words.size() + 1;
        int across = Math.min(tiles, IN_A_ROW);
        int down = (tiles + IN_A_ROW - 1) / IN_A_ROW;
        int high = picture.getHeight() + (font == null ? GAP : WORDS_HIGH);
        int wide = picture.getWidth() + GAP;
        BufferedImage strip = new BufferedImage(GAP + across * wide, GAP + down * high, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = strip.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setColor(PAPER);
        g.fillRect(0, 0, strip.getWidth(), strip.getHeight());
        for (int i = 0; i < tiles; i++) {
            int x = GAP + i % IN_A_ROW * wide;
            int y = GAP + i / IN_A_ROW * high;
            g.drawImage(picture, x, y, null);
            if (i > 0) {
                look(g, x, y, words.get(i - 1), shares.get(i - 1));
            }
        }
        g.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(strip, "png", out);
        return out.toByteArray();
    }

    private void look(Graphics2D g, int x, int y, String word, double[] shares) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int rows = shares.length / columns;
        int best = 0;
        for (int p = 0; p < shares.length; p++) {
            best = shares[p] > shares[best] ? p : best;
        }
        g.drawImage(veil(shares, rows, shares[best]), x, y, null);
        if (shares[best] > 0 && columns <= COARSE) { // around a small patch a frame would hide it
            double patchWide = (double) width / columns;
            double patchHigh = (double) height / rows;
            int column = best % columns;
            int row = best / columns;
            g.setColor(FRAME);
            g.setStroke(new BasicStroke(2.5f));
            g.draw(new Rectangle2D.Double(
                    x + column * patchWide + 1.5, y + row * patchHigh + 1.5, patchWide - 3, patchHigh - 3));
        }
        if (font != null) {
            label(g, x, y + height, word, Math.round(100 * shares[best]) + " %");
        }
    }

    /// Smooth between the patches' centres where there are many of them.
    private BufferedImage veil(double[] shares, int rows, double most) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        BufferedImage veil = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double column = (x + 0.5) / width * columns;
                double row = (y + 0.5) / height * rows;
                double share = columns <= COARSE
                        ? shares[((int) row) * columns + (int) column]
                        : between(shares, rows, row - 0.5, column - 0.5);
                double thickness = THICKEST * (1 - (most > 0 ? share / most : 0));
                veil.setRGB(x, y, (int) Math.round(255 * thickness) << 24 | VEIL.getRGB() & 0xFFFFFF);
            }
        }
        return veil;
    }

    private double between(double[] shares, int rows, double row, double column) {
        int top = (int) Math.floor(row);
        int left = (int) Math.floor(column);
        double down = row - top;
        double right = column - left;
        return (1 - down) * ((1 - right) * at(shares, rows, top, left) + right * at(shares, rows, top, left + 1))
                + down * ((1 - right) * at(shares, rows, top + 1, left) + right * at(shares, rows, top + 1, left + 1));
    }

    private double at(double[] shares, int rows, int row, int column) {
        return shares[Math.clamp(row, 0, rows - 1) * columns + Math.clamp(column, 0, columns - 1)];
    }

    private void label(Graphics2D g, int x, int y, String word, String share) {
        int room = picture.getWidth();
        g.setComposite(AlphaComposite.SrcOver);
        g.setColor(INK);
        g.setFont(font);
        String text = word;
        while (text.length() > 1 && g.getFontMetrics().stringWidth(text) > room - 50) {
            text = text.substring(0, text.length() - 1);
        }
        g.drawString(text.length() < word.length() ? text + "…" : text, x, y + 23);
        g.setFont(font.deriveFont(14f));
        g.setColor(FAINT);
        g.drawString(share, x + room - g.getFontMetrics().stringWidth(share), y + 23);
    }
}
