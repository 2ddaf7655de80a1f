package io.blip2j.blip2.image;

/// BMP: uncompressed ones, whose pixels are all there; run lengths and embedded files are not read.
///
/// **Source:** the Windows BITMAPCOREHEADER, BITMAPINFOHEADER, V4 and V5 headers.
final class BmpFile {
    private static final int FILE_HEADER = 14;

    private BmpFile() {}

    static Container open(Source source) {
        long header = source.u32Little(14);
        source.need(FILE_HEADER, header, "the header");
        boolean core = header == 12;
        if (!core && header < 40) {
            throw source.unsupported("a header of " + header + " bytes", "12, or 40 and more");
        }
        int width = core ? source.u16Little(18) : (int) source.u32Little(18);
        int height = core ? source.u16Little(20) : (int) source.u32Little(22);
        // Rows from top to bottom are said by a negative height.
        long rows = core ? height : Math.abs((long) height);
        source.checkSize(width, rows);
        int bits = source.u16Little(core ? 24 : 28);
        long compression = core ? 0 : source.u32Little(30);
        boolean plain = bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32;
        if (!plain || compression != 0 && compression != 3 && compression != 6) {
            throw source.unsupported(
                    "compression " + compression + " of " + bits + " bits",
                    "no compression (0, or 3 and 6: bit masks)");
        }
        long stride = ((long) width * bits + 31) / 32 * 4;
        source.need(source.u32Little(10), stride * rows, "the pixels");
        return new Container(ImageFormat.BMP, source.bytes(), Container.Canvas.filled(width, rows), 1);
    }
}
