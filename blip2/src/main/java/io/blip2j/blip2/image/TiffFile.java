package io.blip2j.blip2.image;

import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;

/// TIFF: the first page, all of whose strips or tiles lie inside the file.
///
/// **Source:** TIFF 6.0, sections 2, 8 and 15.
final class TiffFile {
    private TiffFile() {}

    static Container open(Source source) {
        ExifIFD0Directory page = Orientation.directory(source.bytes());
        Long width = page == null ? null : page.getLongObject(ExifDirectoryBase.TAG_IMAGE_WIDTH);
        Long height = page == null ? null : page.getLongObject(ExifDirectoryBase.TAG_IMAGE_HEIGHT);
        if (width == null || height == null) {
            throw source.broken("no page with a width and a height");
        }
        source.checkSize(width, height);
        boolean tiles = page.containsTag(ExifDirectoryBase.TAG_TILE_OFFSETS);
        int[] offsets =
                page.getIntArray(tiles ? ExifDirectoryBase.TAG_TILE_OFFSETS : ExifDirectoryBase.TAG_STRIP_OFFSETS);
        int[] counts = page.getIntArray(
                tiles ? ExifDirectoryBase.TAG_TILE_BYTE_COUNTS : ExifDirectoryBase.TAG_STRIP_BYTE_COUNTS);
        if (offsets == null || counts == null || offsets.length != counts.length || offsets.length == 0) {
            throw source.broken("no places of the pixels");
        }
        for (int i = 0; i < offsets.length; i++) {
            source.need(Integer.toUnsignedLong(offsets[i]), Integer.toUnsignedLong(counts[i]), "the pixels");
        }
        Container.Canvas canvas = Container.Canvas.filled(width, height);
        return new Container(ImageFormat.TIFF, source.bytes(), canvas, Orientation.of(page));
    }
}
