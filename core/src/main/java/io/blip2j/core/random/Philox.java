package io.blip2j.core.random;

/// Philox4x32-10: four 32-bit words from a 64-bit key and a 128-bit counter, by ten rounds of multiply and xor.
///
/// **Source:** Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011); known answers in the test.
public final class Philox {
    private static final long M0 = 0xD2511F53L;
    private static final long M1 = 0xCD9E8D57L;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;
    private static final float TO_UNIT = 0x1p-24f;

    private Philox() {}

    /// Fills `out[at .. at+3]` with the four words of one counter.
    public static void words(long key, int c0, int c1, int c2, int c3, int[] out, int at) {
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        int x0 = c0;
        int x1 = c1;
        int x2 = c2;
        int x3 = c3;
        for (int round = 0; round < 10; round++) {
            long p0 = M0 * (x0 & 0xFFFFFFFFL);
            long p1 = M1 * (x2 & 0xFFFFFFFFL);
            x0 = (int) (p1 >>> 32) ^ x1 ^ k0;
            x1 = (int) p1;
            x2 = (int) (p0 >>> 32) ^ x3 ^ k1;
            x3 = (int) p0;
            k0 += W0;
            k1 += W1;
        }
        out[at] = x0;
        out[at + 1] = x1;
        out[at + 2] = x2;
        out[at + 3] = x3;
    }

    /// A number in `[0, 1)` with 24 random bits from one word.
    public static float unit(int word) {
        return (word >>> 8) * TO_UNIT;
    }

    /// Uniform numbers in `[0, 1)`: element `i` of sample `sample` of a key, for `from <= i < from + count`.
    /// @param out receives `count` numbers from `at`
    public static void uniform(RandomKey key, int sample, int from, int count, float[] out, int at) {
        int[] block = new int[4];
        int held = -1;
        for (int i = 0; i < count; i++) {
            int element = from + i;
            if (element >>> 2 != held) {
                held = element >>> 2;
                words(key.seed(), held, key.step(), key.stream(), key.firstSample() + sample, block, 0);
            }
            out[at + i] = unit(block[element & 3]);
        }
    }

    /// Standard normal numbers by Box and Muller from pairs of uniform ones.
    public static void normal(RandomKey key, float[] out) {
        int[] block = new int[4];
        for (int i = 0; i < out.length; i += 2) {
            int element = i >> 1;
            words(key.seed(), element, key.step(), key.stream(), key.firstSample(), block, 0);
            double radius = StrictMath.sqrt(-2 * StrictMath.log(1.0 - unit(block[0])));
            double angle = 2 * StrictMath.PI * unit(block[1]);
            out[i] = (float) (radius * StrictMath.cos(angle));
            if (i + 1 < out.length) {
                out[i + 1] = (float) (radius * StrictMath.sin(angle));
            }
        }
    }
}
