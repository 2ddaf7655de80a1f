package io.blip2j.blip2.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Row IM08: small pictures of every variant have the levels that Pillow makes of them (`tools/parity/pictures.py`).
class PillowPicturesTest {
    /// Levels by which two right decoders of a JPEG without contrast may differ.
    private static final int LOSSY_WORST = 3;

    /// A file and what Pillow makes of it: a picture, or null where it refuses.
    record Known(String name, byte[] file, Picture expected) {
        static List<Known> all() throws IOException {
            List<Known> all = new ArrayList<>();
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    new GZIPInputStream(PillowPicturesTest.class.getResourceAsStream("pictures.txt.gz")),
                    StandardCharsets.US_ASCII))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    String[] parts = line.split(" ");
                    byte[] file = Base64.getDecoder().decode(parts[1]);
                    all.add(new Known(parts[0], file, parts[2].equals("refused") ? null : picture(parts)));
                }
            }
            return all;
        }

        private static Picture picture(String[] parts) {
            return Picture.of(
                    Integer.parseInt(parts[2]),
                    Integer.parseInt(parts[3]),
                    Base64.getDecoder().decode(parts[4]));
        }
    }

    @TestFactory
    List<DynamicTest> levelsAreThoseOfPillow() throws IOException {
        return Known.all().stream()
                .map(known -> dynamicTest(known.name, () -> check(known)))
                .toList();
    }

    private static void check(Known known) {
        Picture found = PictureReader.upright().read(known.file, known.name);
        assertEquals(known.expected.width(), found.width());
        assertEquals(known.expected.height(), found.height());
        PictureGoldenTest.Distance distance = PictureGoldenTest.Distance.of(known.expected, found);
        int allowed = known.name.endsWith(".jpg") || known.name.endsWith("-jpeg.tiff") ? LOSSY_WORST : 0;
        assertTrue(distance.worst() <= allowed, distance.toString());
    }
}
