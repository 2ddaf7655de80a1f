package io.blip2j.blip2.image.vp8;

/// Reads yes-or-no values of known probability: binary arithmetic decoding.
///
/// The coder keeps `range` (1..256, here less one) and the bits of `value` inside it; a value of probability `p /
/// 256` of being 0 splits the range at `1 + ((range - 1) p) / 256`.
///
/// **Source:** RFC 6386 section 7. Bytes are taken as late as possible, so that a read past the end is a sure sign
/// of missing data.
final class BoolDecoder {
    private final byte[] data;
    private final int end;
    private int next;
    private int value;
    private int spare = -8; // bits of value beyond the eight that are compared
    private int rangeLess1 = 254;
    private boolean exhausted;

    BoolDecoder(byte[] data, int from, int end) {
        this.data = data;
        this.next = from;
        this.end = end;
    }

    /// Whether more was read than there is; what was read is made up then.
    boolean exhausted() {
        return exhausted;
    }

    /// 0 with a chance of `probability / 256`, else 1.
    int bit(int probability) {
        if (spare < 0) {
            exhausted |= next >= end;
            value = value << 8 | (next < end ? data[next++] & 0xff : 0);
            spare += 8;
        }
        int split = rangeLess1 * probability >> 8;
        boolean one = value >> spare > split;
        int range = one ? rangeLess1 - split : split + 1;
        if (one) {
            value -= split + 1 << spare;
        }
        int shift = Integer.numberOfLeadingZeros(range) - 24;
        if (shift > 0) {
            range <<= shift;
            spare -= shift;
        }
        rangeLess1 = range - 1;
        return one ? 1 : 0;
    }

    /// A flag of even odds.
    boolean flag() {
        return bit(128) != 0;
    }

    /// An unsigned number, highest bit first.
    int number(int bits) {
        int out = 0;
        for (int i = 0; i < bits; i++) {
            out = out << 1 | bit(128);
        }
        return out;
    }

    /// A number behind its flag and before its sign; `absent` where the flag is not set.
    int optional(int bits, int absent) {
        if (!flag()) {
            return absent;
        }
        int magnitude = number(bits);
        return flag() ? -magnitude : magnitude;
    }
}
