package io.blip2j.tools.world;

/// Draws a scene: 48 × 48 pixels, 3 × 3 cells of 16.
///
/// In this order: a grey background with a slight tint and a linear gradient; each object, blended with
/// `alpha = clip(.5 - d, 0, 1)` where `d` is the signed distance to its outline; pixel noise of deviation .02. Size,
/// place, rotation and colour of an object vary a little, so that no two pictures of a scene are alike.
///
/// One renderer serves one thread: it keeps its canvas.
public final class SceneRenderer {
    private static final int SIDE = Picture.SIDE;
    private static final int CELL = SIDE / 3;
    private static final double NOISE = 0.02;

    /// Deviation of a sum of four independent bytes, and its mean.
    private static final double FOUR_BYTES_DEVIATION = 147.8;

    private static final int FOUR_BYTES_MEAN = 510;

    private static final long EVEN_BYTES = 0x00FF00FF00FF00FFL;

    /// `[height, width, channels]`, nominally in `[0, 1]`.
    private final float[] canvas = new float[Picture.BYTES];

    /// Draws the scene.
    ///
    /// @param scene what to draw
    /// @param random where the variation comes from
    public Picture render(Scene scene, WorldRandom random) {
        background(random);
        for (SceneObject object : scene.objects()) {
            draw(object, random);
        }
        byte[] rgb = new byte[Picture.BYTES];
        quantise(random, rgb);
        return new Picture(rgb);
    }

    private void background(WorldRandom random) {
        double grey = random.chance(0.5) ? random.uniform(0.06, 0.30) : random.uniform(0.72, 0.92);
        double r = grey + random.uniform(-0.05, 0.05);
        double g = grey + random.uniform(-0.05, 0.05);
        double b = grey + random.uniform(-0.05, 0.05);
        double direction = random.uniform(0, 2 * StrictMath.PI);
        double strength = random.uniform(0.05, 0.2) / SIDE;
        double dx = strength * StrictMath.cos(direction);
        double dy = strength * StrictMath.sin(direction);
        int p = 0;
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double slope = dx * (x - SIDE / 2) + dy * (y - SIDE / 2);
                canvas[p++] = (float) (r + slope);
                canvas[p++] = (float) (g + slope);
                canvas[p++] = (float) (b + slope);
            }
        }
    }

    private void draw(SceneObject object, WorldRandom random) {
        double radius = object.size().radius() * random.uniform(0.95, 1.05);
        double centerX = object.position().column() * CELL + CELL / 2 + random.uniform(-1, 1);
        double centerY = object.position().row() * CELL + CELL / 2 + random.uniform(-1, 1);
        double angle = random.uniform(-0.12, 0.12);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double r = object.color().channel(0) + random.uniform(-0.05, 0.05);
        double g = object.color().channel(1) + random.uniform(-0.05, 0.05);
        double b = object.color().channel(2) + random.uniform(-0.05, 0.05);
        double reach = 1.3 * radius + 1;
        int left = Math.max(0, (int) (centerX - reach));
        int right = Math.min(SIDE - 1, (int) (centerX + reach));
        int bottom = Math.min(SIDE - 1, (int) (centerY + reach));
        for (int y = Math.max(0, (int) (centerY - reach)); y <= bottom; y++) {
            double v = y + 0.5 - centerY;
            // Light from above: 7 % brighter at the top edge, 7 % darker at the bottom one.
            double light = 1 - 0.07 * v / radius;
            for (int x = left; x <= right; x++) {
                double u = x + 0.5 - centerX;
                double d = ShapeDistance.at(object.shape(), radius, cos * u + sin * v, cos * v - sin * u);
                double alpha = Math.min(1, 0.5 - d);
                if (alpha > 0) {
                    int p = (y * SIDE + x) * 3;
                    blend(p, alpha, r * light);
                    blend(p + 1, alpha, g * light);
                    blend(p + 2, alpha, b * light);
                }
            }
        }
    }

    private void blend(int p, double alpha, double value) {
        canvas[p] += (float) (alpha * (value - canvas[p]));
    }

    /// Adds noise and rounds to bytes. Noise is a sum of four random bytes, close enough to a normal
    /// distribution: two 64-bit draws give four of them.
    private void quantise(WorldRandom random, byte[] rgb) {
        float scale = (float) (255 * NOISE / FOUR_BYTES_DEVIATION);
        for (int p = 0; p < rgb.length; p += 4) {
            long sums = pairSums(random.nextLong()) + pairSums(random.nextLong());
            for (int i = 0; i < 4; i++) {
                int noise = (int) ((sums >>> (16 * i)) & 0xFFFF) - FOUR_BYTES_MEAN;
                float value = 255 * canvas[p + i] + scale * noise;
                rgb[p + i] = (byte) (int) (Math.min(255, Math.max(0, value)) + 0.5f);
            }
        }
    }

    /// Four sums of two neighbouring bytes, in lanes of 16 bits.
    private static long pairSums(long word) {
        return (word & EVEN_BYTES) + ((word >>> 8) & EVEN_BYTES);
    }
}
