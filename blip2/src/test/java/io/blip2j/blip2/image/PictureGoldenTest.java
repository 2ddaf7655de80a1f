package io.blip2j.blip2.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Decoded levels against Pillow's: equal, or close where two right decoders may differ.
class PictureGoldenTest {
    private static final double LOSSY_MEAN = 1;
    private static final int LOSSY_WORST = 24;

    static List<GoldenBundle.Case> images() {
        return GoldenBundle.casesWith("images", "pixels");
    }

    @ParameterizedTest
    @MethodSource("images")
    void uprightLevels(GoldenBundle.Case image) {
        check(image, "pixels", PictureReader.upright());
    }

    @ParameterizedTest
    @MethodSource("images")
    void levelsAsStored(GoldenBundle.Case image) {
        check(image, image.node().has("pixels_as_stored") ? "pixels_as_stored" : "pixels", PictureReader.asStored());
    }

    @ParameterizedTest
    @MethodSource("images")
    void levelsOnWhite(GoldenBundle.Case image) {
        PictureReader onWhite =
                new PictureReader(true, Transparency.ON_WHITE, PictureReader.MAX_PIXELS, PictureReader.MAX_BYTES);
        check(image, image.node().has("pixels_on_white") ? "pixels_on_white" : "pixels", onWhite);
    }

    private static void check(GoldenBundle.Case image, String field, PictureReader reader) {
        JsonNode node = image.node();
        Picture expected = image.bundle().picture(node.get(field));
        Picture found =
                reader.read(image.bundle().folder.resolve(node.get("file").asString()));
        assertEquals(expected.width(), found.width());
        assertEquals(expected.height(), found.height());
        Distance distance = Distance.of(expected, found);
        // Of the lossy formats JPEG alone leaves a decoder a choice; VP8 does not, so that WebP has to be equal.
        if (node.get("lossy").booleanValue() && node.get("file").asString().endsWith(".jpg")) {
            assertTrue(distance.mean() < LOSSY_MEAN && distance.worst() <= LOSSY_WORST, distance.toString());
        } else {
            assertEquals(0, distance.worst(), distance.toString());
        }
    }

    /// Mean and greatest distance of levels.
    record Distance(double mean, int worst) {
        static Distance of(Picture a, Picture b) {
            byte[] left = a.levels();
            byte[] right = b.levels();
            long sum = 0;
            int worst = 0;
            for (int i = 0; i < left.length; i++) {
                int distance = Math.abs((left[i] & 0xff) - (right[i] & 0xff));
                sum += distance;
                worst = Math.max(worst, distance);
            }
            return new Distance((double) sum / left.length, worst);
        }
    }
}
