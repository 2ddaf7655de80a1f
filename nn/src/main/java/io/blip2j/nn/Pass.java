package io.blip2j.nn;

import io.blip2j.core.random.RandomKey;

/// Which forward pass this is: whether dropout acts, and which random numbers it takes.
///
/// @param name `image`, `text`, `itm`, `itg`, `lm`: one step sends several passes through one layer, and each
///     must drop on its own
/// @param training whether dropout acts
/// @param seed the run's seed
/// @param step number of the training step
/// @param firstSample global index of the batch's first row
public record Pass(String name, boolean training, long seed, int step, int firstSample) {
    /// A pass without dropout.
    public static final Pass EVALUATION = new Pass("", false, 0, 0, 0);

    /// The random numbers of a place in the model.
    /// @param path path of the module that drops
    public RandomKey key(String path) {
        return new RandomKey(seed, step, RandomKey.stream("dropout/" + name + "/" + path), firstSample);
    }

    /// The same pass under another name.
    public Pass named(String other) {
        return new Pass(other, training, seed, step, firstSample);
    }
}
