package io.blip2j.blip2.image;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// A file and what Pillow makes of it: a picture, or null where it refuses.
public record PillowPicture(String name, byte[] file, Picture expected) {
    /// All of them.
    public static List<PillowPicture> all() throws IOException {
        List<PillowPicture> all = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(PillowPicture.class.getResourceAsStream("pictures.txt.gz")),
                StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split(" ");
                byte[] file = Base64.getDecoder().decode(parts[1]);
                all.add(new PillowPicture(parts[0], file, parts[2].equals("refused") ? null : picture(parts)));
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

    /// Whether it is a variant that is refused here (`IMG-MODE`) and not by Pillow.
    public boolean refusedByUs() {
        return name.startsWith("tiff-CMYK");
    }

    /// Levels by which two right decoders may differ: none, but in JPEGs, here without much contrast.
    public int tolerance() {
        return name.endsWith(".jpg") || name.endsWith("-jpeg.tiff") ? 3 : 0;
    }

    /// The greatest distance of two levels.
    public int distance(Picture found) {
        byte[] left = expected.levels();
        byte[] right = found.levels();
        int worst = 0;
        for (int i = 0; i < left.length; i++) {
            worst = Math.max(worst, Math.abs((left[i] & 0xff) - (right[i] & 0xff)));
        }
        return worst;
    }
}
