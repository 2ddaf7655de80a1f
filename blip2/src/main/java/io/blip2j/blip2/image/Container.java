package io.blip2j.blip2.image;

/// What is needed of an image file: its first frame alone, without metadata, and where that frame lies.
///
/// Text, profiles, thumbnails, later frames and pages are left out before a decoder sees the file: they cannot cost
/// time or memory, and colour profiles cannot change levels (Pillow ignores them, too).
///
/// @param format how `bare` is to be decoded
/// @param bare a file of the same format with the first frame and nothing else
/// @param canvas `width, height` of the picture and `left, top` of the frame in it
/// @param orientation EXIF orientation, 1 to 8; 1 where the file says nothing
record Container(ImageFormat format, byte[] bare, Canvas canvas, int orientation) {

    /// Where a frame lies in the picture.
    record Canvas(int width, int height, int left, int top) {
        static Canvas filled(long width, long height) {
            return new Canvas((int) width, (int) height, 0, 0);
        }
    }

    /// Reads the structure of a file and checks its size, before any pixel is decoded.
    static Container of(Source source) {
        return switch (source.format()) {
            case JPEG -> JpegFile.open(source);
            case PNG -> PngFile.open(source);
            case GIF -> GifFile.open(source);
            case BMP -> BmpFile.open(source);
            case TIFF -> TiffFile.open(source);
            case WEBP -> WebpFile.open(source);
        };
    }
}
