package io.blip2j.core.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PhiloxTest {
    /// Known answers of the Random123 distribution.
    @Test
    void matchesKnownAnswers() {
        assertArrayEquals(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, words(0L, 0, 0, 0, 0));
        assertArrayEquals(new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, words(-1L, -1, -1, -1, -1));
        assertArrayEquals(
                new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
                words(0x299f31d0a4093822L, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344));
    }

    private static int[] words(long key, int c0, int c1, int c2, int c3) {
        int[] out = new int[4];
        Philox.words(key, c0, c1, c2, c3, out, 0);
        return out;
    }

    @Test
    void anyPartOfAStreamIsTheSameAsTheWhole() {
        RandomKey key = new RandomKey(7, 3, RandomKey.stream("dropout"), 5);
        float[] whole = new float[40];
        Philox.uniform(key, 2, 0, 40, whole, 0);
        float[] part = new float[11];
        Philox.uniform(key, 2, 13, 11, part, 0);
        for (int i = 0; i < part.length; i++) {
            assertEquals(whole[13 + i], part[i]);
        }
        float[] shifted = new float[40];
        Philox.uniform(new RandomKey(7, 3, key.stream(), 7), 0, 0, 40, shifted, 0);
        assertArrayEquals(whole, shifted, "a sample's numbers depend on its global index alone");
    }

    @Test
    void uniformNumbersFillTheUnitInterval() {
        float[] numbers = new float[10_000];
        Philox.uniform(RandomKey.of(1, "spread"), 0, 0, numbers.length, numbers, 0);
        double sum = 0;
        for (float number : numbers) {
            assertTrue(number >= 0 && number < 1);
            sum += number;
        }
        assertEquals(0.5, sum / numbers.length, 0.01);
    }
}
