package io.blip2j.blip2.train;

import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;

/// Which sample comes when: each epoch is a permutation of all samples, drawn from the seed and the epoch's
/// number alone, so that a run that goes on after a stop meets the same samples.
public final class Shuffle implements Order {
    private final int size;
    private final long seed;
    private final String name;
    private int epoch = -1;
    private int[] order;

    /// @param size number of samples
    /// @param name of the data, so that two sets are not shuffled alike
    public Shuffle(int size, long seed, String name) {
        this.size = size;
        this.seed = seed;
        this.name = name;
    }

    /// The samples of a step: the `step`-th run of `batch` places; an epoch's end and the next one's start may meet
    /// in it.
    @Override
    public int[] batch(int step, int batch) {
        int[] samples = new int[batch];
        for (int i = 0; i < batch; i++) {
            samples[i] = at((long) step * batch + i);
        }
        return samples;
    }

    /// The sample at a place, counted from 0 through all epochs.
    public int at(long place) {
        int wanted = (int) (place / size);
        if (epoch != wanted) {
            epoch = wanted;
            order = permutation();
        }
        return order[(int) (place % size)];
    }

    private int[] permutation() {
        float[] numbers = new float[size];
        RandomKey key = new RandomKey(seed, epoch, RandomKey.stream("shuffle/" + name), 0);
        Philox.uniform(key, 0, 0, size, numbers, 0);
        int[] permuted = new int[size];
        for (int i = 0; i < size; i++) {
            int j = (int) (numbers[i] * (i + 1)); // inside-out Fisher-Yates
            permuted[i] = permuted[j];
            permuted[j] = i;
        }
        return permuted;
    }
}
