package io.blip2j.blip2.image.vp8l;

import javax.imageio.IIOException;

/// A prefix code: symbols of short bit strings, the more frequent ones shorter.
///
/// Only lengths are stored: strings of a length are consecutive numbers, in the order of the symbols. A code of one
/// symbol takes no bits.
///
/// **Source:** RFC 9649 section 6.2.1.
final class PrefixCode {
    private static final int MAX_LENGTH = 15;
    private static final int LENGTH_SYMBOLS = 19;
    private static final byte[] LENGTH_ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    private static final int REPEAT = 16; // this and the next two symbols repeat a length

    private final int[] symbols; // by length, then by value
    private final short[] counts; // how many symbols have each length

    private PrefixCode(int[] symbols, short[] counts) {
        this.symbols = symbols;
        this.counts = counts;
    }

    /// Reads the code of an alphabet of `size` symbols.
    static PrefixCode read(BitReader bits, int size) throws IIOException {
        byte[] lengths = new byte[size];
        if (!bits.flag()) {
            readLengths(bits, lengths);
        } else {
            boolean two = bits.flag();
            lengths[known(bits.read(bits.flag() ? 8 : 1), size)] = 1;
            if (two) {
                lengths[known(bits.read(8), size)] = 1;
            }
        }
        return of(lengths);
    }

    private static int known(int symbol, int size) throws IIOException {
        if (symbol >= size) {
            throw new IIOException("symbol " + symbol + " of an alphabet of " + size);
        }
        return symbol;
    }

    private static void readLengths(BitReader bits, byte[] lengths) throws IIOException {
        byte[] ofLengths = new byte[LENGTH_SYMBOLS];
        int count = 4 + bits.read(4);
        for (int i = 0; i < count; i++) {
            ofLengths[LENGTH_ORDER[known(i, LENGTH_SYMBOLS)]] = (byte) bits.read(3);
        }
        int left = lengths.length; // symbols of the code of lengths
        if (bits.flag()) {
            left = 2 + bits.read(2 + 2 * bits.read(3));
            if (left > lengths.length) {
                throw new IIOException(left + " lengths for " + lengths.length + " symbols");
            }
        }
        PrefixCode code = of(ofLengths);
        byte before = 8; // what is repeated where nothing was before
        int at = 0;
        while (at < lengths.length && left-- > 0) {
            int length = code.next(bits);
            if (length < REPEAT) {
                lengths[at++] = (byte) length;
                before = length > 0 ? (byte) length : before;
                continue;
            }
            int times =
                    length == REPEAT ? 3 + bits.read(2) : length == REPEAT + 1 ? 3 + bits.read(3) : 11 + bits.read(7);
            if (times > lengths.length - at) {
                throw new IIOException("more lengths than symbols");
            }
            byte repeated = length == REPEAT ? before : 0;
            for (int i = 0; i < times; i++) {
                lengths[at++] = repeated;
            }
        }
    }

    private static PrefixCode of(byte[] lengths) throws IIOException {
        short[] counts = new short[MAX_LENGTH + 1];
        int used = 0;
        for (byte length : lengths) {
            counts[length]++;
            used += length > 0 ? 1 : 0;
        }
        counts[0] = 0;
        int[] places = new int[MAX_LENGTH + 1];
        int free = 1; // strings of the present length that begin no shorter one
        for (int length = 1; length <= MAX_LENGTH; length++) {
            free = 2 * free - counts[length];
            if (free < 0) {
                break;
            }
            places[length] = places[length - 1] + counts[length - 1];
        }
        if (used == 0 || used > 1 && free != 0) {
            throw new IIOException(used == 0 ? "a code without symbols" : "a code that is not complete");
        }
        int[] symbols = new int[used];
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (lengths[symbol] > 0) {
                symbols[places[lengths[symbol]]++] = symbol;
            }
        }
        return new PrefixCode(symbols, counts);
    }

    /// The next symbol.
    int next(BitReader bits) throws IIOException {
        if (symbols.length == 1) {
            return symbols[0];
        }
        int code = 0;
        int first = 0; // the first string of the present length
        int place = 0; // its symbol's place
        for (int length = 1; ; length++) {
            code = code << 1 | bits.read(1);
            int count = counts[length];
            if (code - first < count) {
                return symbols[place + code - first];
            }
            place += count;
            first = first + count << 1;
        }
    }
}
