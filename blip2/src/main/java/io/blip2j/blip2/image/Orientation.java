package io.blip2j.blip2.image;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import java.util.Arrays;

/// EXIF orientation of a block of EXIF data; damaged data says nothing, as it does to Pillow.
final class Orientation {
    private Orientation() {}

    /// 1 to 8; 1 where there is none.
    static int of(byte[] bytes, int from, int length) {
        if (length <= 0) {
            return 1;
        }
        ExifIFD0Directory directory = directory(Arrays.copyOfRange(bytes, from, from + length));
        return directory == null ? 1 : of(directory);
    }

    static int of(ExifIFD0Directory directory) {
        Integer value = directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
        return value == null || value < 1 || value > 8 ? 1 : value;
    }

    /// The first directory of TIFF-structured bytes, or null where there is none.
    static ExifIFD0Directory directory(byte[] bytes) {
        Metadata metadata = new Metadata();
        new ExifReader().extract(new ByteArrayReader(bytes), metadata);
        return metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
    }
}
