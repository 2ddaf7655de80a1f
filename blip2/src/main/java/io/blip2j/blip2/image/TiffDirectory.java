package io.blip2j.blip2.image;

/// The first directory of TIFF-structured bytes: a TIFF file's first page, or EXIF data. No other one is followed.
///
/// Whatever does not fit into the bytes is not there; that is how damaged EXIF data says nothing, as with Pillow.
///
/// **Source:** TIFF 6.0 section 2.
final class TiffDirectory {
    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int COLOURS = 262;
    static final int STRIP_OFFSETS = 273;
    static final int STRIP_COUNTS = 279;
    static final int TILE_OFFSETS = 324;
    static final int TILE_COUNTS = 325;
    private static final int ORIENTATION = 274;
    private static final int ENTRY = 12;
    private static final int MAX_COUNT = 1 << 20; // strips of one row, or tiles of 16x16, of any picture that is read

    private final byte[] bytes;
    private final int from;
    private final int length;
    private final boolean big;
    private final long directory;
    private final int entries;

    private TiffDirectory(byte[] bytes, int from, int length) {
        this.bytes = bytes;
        this.from = from;
        this.length = length;
        big = length > 0 && bytes[from] == 'M';
        long at = 8 <= length ? unsigned(4, 4) : Long.MAX_VALUE / 2;
        directory = at + 2;
        entries = at + 2 <= length ? (int) Math.min(unsigned(at, 2), (length - directory) / ENTRY) : 0;
    }

    static TiffDirectory first(byte[] bytes, int from, int length) {
        return new TiffDirectory(bytes, from, Math.max(length, 0));
    }

    /// EXIF orientation of a block of EXIF data: 1 to 8, 1 where it says nothing.
    static int orientation(byte[] bytes, int from, int length) {
        return first(bytes, from, length).orientation();
    }

    int orientation() {
        long[] value = numbers(ORIENTATION);
        return value.length == 1 && value[0] >= 1 && value[0] <= 8 ? (int) value[0] : 1;
    }

    /// Where the place of the next directory is written.
    long nextAt() {
        return directory + (long) entries * ENTRY;
    }

    /// The unsigned numbers of a tag; none where there is no such tag.
    long[] numbers(int tag) {
        for (int i = 0; i < entries; i++) {
            long entry = directory + (long) i * ENTRY;
            if (unsigned(entry, 2) == tag) {
                int size = switch ((int) unsigned(entry + 2, 2)) {
                    case 1 -> 1;
                    case 3 -> 2;
                    case 4 -> 4;
                    default -> 0;
                };
                long count = unsigned(entry + 4, 4);
                long at = count * size <= 4 ? entry + 8 : unsigned(entry + 8, 4);
                return size == 0 || count > MAX_COUNT || count * size > length - at
                        ? new long[0]
                        : numbers(at, (int) count, size);
            }
        }
        return new long[0];
    }

    private long[] numbers(long at, int count, int size) {
        long[] out = new long[count];
        for (int i = 0; i < count; i++) {
            out[i] = unsigned(at + (long) i * size, size);
        }
        return out;
    }

    private long unsigned(long at, int size) {
        long out = 0;
        for (int i = 0; i < size; i++) {
            int place = big ? i : size - 1 - i;
            out = out << 8 | bytes[from + (int) at + place] & 0xff;
        }
        return out;
    }
}
