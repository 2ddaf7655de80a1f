package io.blip2j.blip2.data;

import io.blip2j.blip2.train.Shuffle;
import io.blip2j.core.InputException;
import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Which sample of several data sets comes at which place, for ever: a function of the place alone, so that a cursor is
/// a number and a run that goes on after a stop meets the same samples.
///
/// Without ratios the sets are one: each epoch is a permutation of all samples. With ratios every 1,000 places
/// have each set `1000 · ratio / Σ ratios` times (largest remainders first) in drawn order, and each set has
/// epochs of its own.
///
/// **Source:** LAVIS mixes its loaders by `train_dataset_ratios`, and joins the sets where none are given.
public final class Mixture {
    private static final int BLOCK = 1000;

    private final List<DataSet> sets;
    private final int[] first;
    private final int size;
    private final long seed;
    private final Shuffle together;
    private final Shuffle[] apart;
    private final int[] quota;
    private final int[] block = new int[BLOCK];
    private final int[] before = new int[BLOCK];
    private long blockNumber = -1;

    /// Where a sample is.
    ///
    /// @param sample number among the samples of all sets
    /// @param epoch how often its set was gone through before
    public record Place(int sample, int epoch) {}

    /// @param ratios one for each set, or empty to join them
    public Mixture(List<DataSet> sets, double[] ratios, long seed) {
        this.sets = List.copyOf(sets);
        this.seed = seed;
        first = new int[sets.size()];
        int count = 0;
        for (int i = 0; i < first.length; i++) {
            first[i] = count;
            count = Math.addExact(count, sets.get(i).samples().size());
        }
        size = count;
        boolean usable = ratios.length == 0 || ratios.length == first.length;
        double sum = Arrays.stream(ratios).sum();
        for (int i = 0; i < ratios.length && usable; i++) {
            usable = ratios[i] > 0 && sum < 1e9 && !sets.get(i).samples().isEmpty();
        }
        if (!usable || size == 0) {
            throw new InputException(
                    InputException.Kind.CONFIG,
                    "DATA-RATIO",
                    "the mixture of " + first.length + " data sets",
                    size + " samples, ratios " + Arrays.toString(ratios),
                    "samples, and a ratio above 0 for each set or for none",
                    "Correct the recipe's data");
        }
        together = ratios.length == 0 ? new Shuffle(size, seed, "data") : null;
        apart = new Shuffle[ratios.length];
        for (int i = 0; i < apart.length; i++) {
            apart[i] = new Shuffle(sets.get(i).samples().size(), seed, "data/" + i);
        }
        quota = quota(ratios, sum);
    }

    private static int[] quota(double[] ratios, double sum) {
        int[] quota = new int[ratios.length];
        int given = 0;
        for (int i = 0; i < quota.length; i++) {
            quota[i] = (int) (BLOCK * ratios[i] / sum);
            given += quota[i];
        }
        for (; given < BLOCK && quota.length > 0; given++) {
            int most = 0;
            for (int i = 1; i < quota.length; i++) {
                double missing = BLOCK * ratios[i] / sum - quota[i];
                most = missing > BLOCK * ratios[most] / sum - quota[most] ? i : most;
            }
            quota[most]++;
        }
        return quota;
    }

    /// Number of samples of all sets.
    public int size() {
        return size;
    }

    /// A sample by its number among all.
    public Sample sample(int number) {
        int set = first.length - 1;
        while (first[set] > number) {
            set--;
        }
        return sets.get(set).samples().get(number - first[set]);
    }

    /// The samples of all sets, in order.
    public List<Sample> samples() {
        List<Sample> all = new ArrayList<>(size);
        sets.forEach(set -> all.addAll(set.samples()));
        return all;
    }

    /// What comes at a place, counted from 0.
    public Place at(long place) {
        if (together != null) {
            return new Place(together.at(place), (int) (place / size));
        }
        long wanted = place / BLOCK;
        int inside = (int) (place % BLOCK);
        if (wanted != blockNumber) {
            drawBlock(wanted);
        }
        int set = block[inside];
        long own = wanted * quota[set] + before[inside];
        int samples = sets.get(set).samples().size();
        return new Place(first[set] + apart[set].at(own), (int) (own / samples));
    }

    /// Draws which set each place of a block is of.
    private void drawBlock(long number) {
        int at = 0;
        for (int set = 0; set < quota.length; set++) {
            Arrays.fill(block, at, at + quota[set], set);
            at += quota[set];
        }
        float[] numbers = new float[BLOCK];
        Philox.uniform(new RandomKey(seed, (int) number, RandomKey.stream("mixture"), 0), 0, 0, BLOCK, numbers, 0);
        for (int i = BLOCK - 1; i > 0; i--) {
            int j = (int) (numbers[i] * (i + 1));
            int held = block[i];
            block[i] = block[j];
            block[j] = held;
        }
        int[] seen = new int[quota.length];
        for (int i = 0; i < BLOCK; i++) {
            before[i] = seen[block[i]]++;
        }
        blockNumber = number;
    }
}
