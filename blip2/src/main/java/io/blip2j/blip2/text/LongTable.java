package io.blip2j.blip2.text;

import java.util.Arrays;

/// A hash table from non-negative `long` keys to `int` values, without boxing: open addressing, at most half full.
final class LongTable {
    private static final long FREE = -1;

    private long[] keys;
    private int[] values;
    private int size;

    LongTable(int expected) {
        int capacity = Integer.highestOneBit(Math.max(8, expected)) * 4;
        keys = new long[capacity];
        values = new int[capacity];
        Arrays.fill(keys, FREE);
    }

    /// The value of a key, or -1.
    int get(long key) {
        int at = place(key, keys);
        return keys[at] == key ? values[at] : -1;
    }

    /// Sets the value of a key; a later value replaces an earlier one.
    void put(long key, int value) {
        if (size * 2 >= keys.length) {
            grow();
        }
        int at = place(key, keys);
        if (keys[at] == FREE) {
            keys[at] = key;
            size++;
        }
        values[at] = value;
    }

    private void grow() {
        long[] largerKeys = new long[keys.length * 2];
        int[] largerValues = new int[keys.length * 2];
        Arrays.fill(largerKeys, FREE);
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != FREE) {
                int at = place(keys[i], largerKeys);
                largerKeys[at] = keys[i];
                largerValues[at] = values[i];
            }
        }
        keys = largerKeys;
        values = largerValues;
    }

    private static int place(long key, long[] keys) {
        // Fibonacci hashing: the high half of the product is well mixed even for neighbouring keys
        int at = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & (keys.length - 1);
        while (keys[at] != FREE && keys[at] != key) {
            at = (at + 1) & (keys.length - 1);
        }
        return at;
    }
}
