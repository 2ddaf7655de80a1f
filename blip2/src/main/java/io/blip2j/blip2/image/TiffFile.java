package io.blip2j.blip2.image;

import java.util.Arrays;

/// TIFF: the first page, all of whose strips or tiles lie inside the file; its link to the next page is cut.
///
/// **Source:** TIFF 6.0, sections 2, 8 and 15.
final class TiffFile {
    private TiffFile() {}

    static Container open(Source source) {
        TiffDirectory page = TiffDirectory.first(source.bytes(), 0, source.bytes().length);
        long[] width = page.numbers(TiffDirectory.WIDTH);
        long[] height = page.numbers(TiffDirectory.HEIGHT);
        if (width.length != 1 || height.length != 1) {
            throw source.broken("no page with a width and a height");
        }
        source.checkSize(width[0], height[0]);
        long[] colours = page.numbers(TiffDirectory.COLOURS);
        if (colours.length != 1 || colours[0] > 3 && colours[0] != 6) {
            throw source.unsupported(
                    "colours of kind " + Arrays.toString(colours), "gray, RGB, palette or YCbCr (0 to 3, 6)");
        }
        boolean strips = page.numbers(TiffDirectory.STRIP_OFFSETS).length > 0;
        long[] offsets = page.numbers(strips ? TiffDirectory.STRIP_OFFSETS : TiffDirectory.TILE_OFFSETS);
        long[] counts = page.numbers(strips ? TiffDirectory.STRIP_COUNTS : TiffDirectory.TILE_COUNTS);
        if (offsets.length != counts.length || offsets.length == 0) {
            throw source.broken(offsets.length + " places and " + counts.length + " lengths of pixels");
        }
        for (int i = 0; i < offsets.length; i++) {
            source.need(offsets[i], counts[i], "the pixels");
        }
        long next = page.nextAt();
        source.need(next, 4, "the directory");
        byte[] bare = source.bytes().clone();
        Arrays.fill(bare, (int) next, (int) next + 4, (byte) 0);
        Container.Canvas canvas = Container.Canvas.filled(width[0], height[0]);
        return new Container(ImageFormat.TIFF, bare, canvas, page.orientation());
    }
}
