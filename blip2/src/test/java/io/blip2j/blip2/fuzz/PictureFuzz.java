package io.blip2j.blip2.fuzz;

import io.blip2j.blip2.image.PictureReader;
import io.blip2j.blip2.image.Transparency;

/// Any bytes as a picture: a whole one, or refused. Lossy WebP leads into our own decoder, everything else into
/// ImageIO's.
public final class PictureFuzz {
    // Small, so that lack of memory is never the answer to a large size in a header.
    private static final long MAX_PIXELS = 1 << 18;
    private static final PictureReader UPRIGHT =
            new PictureReader(true, Transparency.DROP, MAX_PIXELS, PictureReader.MAX_BYTES);
    private static final PictureReader ON_WHITE =
            new PictureReader(true, Transparency.ON_WHITE, MAX_PIXELS, PictureReader.MAX_BYTES);

    private PictureFuzz() {}

    /// What the fuzzer calls.
    public static void fuzzerTestOneInput(byte[] data) {
        Oracle.check(data, () -> UPRIGHT.read(data, "picture"));
        Oracle.check(data, () -> ON_WHITE.read(data, "picture"));
    }
}
