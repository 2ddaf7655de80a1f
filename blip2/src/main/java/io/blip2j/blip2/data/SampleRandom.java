package io.blip2j.blip2.data;

import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;
import java.util.function.DoubleSupplier;

/// The random numbers of one sample in one epoch: the same whoever draws them, and when.
public final class SampleRandom implements DoubleSupplier {
    private final RandomKey key;
    private final float[] block = new float[4];
    private int next;

    /// @param sample number of the sample
    public SampleRandom(long seed, int epoch, int sample) {
        key = new RandomKey(seed, epoch, RandomKey.stream("view"), sample);
    }

    /// The next number in `[0, 1)`.
    @Override
    public double getAsDouble() {
        if (next % block.length == 0) {
            Philox.uniform(key, 0, next, block.length, block, 0);
        }
        return block[next++ % block.length];
    }
}
