package io.blip2j.blip2.image.vp8l;

import javax.imageio.IIOException;

/// Reads numbers of few bits from bytes, the lowest bit first.
final class BitReader {
    private final byte[] data;
    private final int end;
    private int at;
    private long bits;
    private int count;

    BitReader(byte[] data, int from, int end) {
        this.data = data;
        this.at = from;
        this.end = end;
    }

    /// The next number of `width` bits, at most 24.
    /// @throws IIOException where the data ends before
    int read(int width) throws IIOException {
        while (count < width) {
            if (at == end) {
                throw new IIOException("data ends in the middle of the picture");
            }
            bits |= (data[at++] & 0xffL) << count;
            count += 8;
        }
        int value = (int) (bits & (1L << width) - 1);
        bits >>>= width;
        count -= width;
        return value;
    }

    boolean flag() throws IIOException {
        return read(1) != 0;
    }
}
