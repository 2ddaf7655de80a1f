package io.blip2j.core.random;

/// Which random numbers: the seed is Philox's key; step, stream and sample are parts of its counter.
///
/// @param seed the run's 64-bit seed
/// @param step number of the training step, 0 for initialisation
/// @param stream [#stream(String)] of a name such as `dropout/itm/qformer.encoder.layer.0.attention`
/// @param firstSample global index of the first row of the batch, 0 where there are no samples
public record RandomKey(long seed, int step, int stream, int firstSample) {
    /// A key for numbers that belong to no step and no sample, such as initial values.
    public static RandomKey of(long seed, String name) {
        return new RandomKey(seed, 0, stream(name), 0);
    }

    /// FNV-1a of a name's UTF-8 bytes.
    public static int stream(String name) {
        int hash = 0x811C9DC5;
        for (byte b : name.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x01000193;
        }
        return hash;
    }
}
