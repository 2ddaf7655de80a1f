package io.blip2j.tools.world;

import java.util.List;

/// Random numbers of the world: SplitMix64, started at a hash of (seed, stream name, index).
///
/// `state += φ; z = mix(state)` with φ = 2⁶⁴/golden ratio. Equal arguments give equal numbers on every machine and
/// every thread; a stream per purpose (scene, pixels, questions) lets one be drawn without the others.
///
/// **Source:** Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014), the 64-bit finaliser of
/// Stafford's variant 13.
public final class WorldRandom {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    /// A generator for one purpose and one index.
    ///
    /// @param seed the run's seed
    /// @param stream a name such as `train/scene`
    /// @param index the sample or document
    public WorldRandom(long seed, String stream, long index) {
        this.state = mix(mix(mix(seed + GOLDEN) ^ fnv(stream)) + GOLDEN * index);
    }

    /// The next 64 bits.
    public long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    /// A whole number in `[0, bound)`.
    public int nextInt(int bound) {
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /// A number in `[0, 1)`, in steps of 2⁻⁵³.
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /// A number in `[low, high)`.
    public double uniform(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    /// True with the given probability.
    public boolean chance(double probability) {
        return nextDouble() < probability;
    }

    /// One element, each equally likely.
    public <T> T pick(List<T> elements) {
        return elements.get(nextInt(elements.size()));
    }

    /// Shuffles in place (Fisher-Yates).
    public <T> void shuffle(List<T> elements) {
        for (int i = elements.size() - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            T moved = elements.set(i, elements.get(j));
            elements.set(j, moved);
        }
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static long fnv(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return hash;
    }
}
