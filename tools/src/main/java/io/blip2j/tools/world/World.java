package io.blip2j.tools.world;

/// The three sets of pictures; each is a function of the seed.
public final class World {
    private World() {}

    /// Pictures to train on: no held-out combination.
    ///
    /// @param seed the world's seed
    /// @param size number of pictures
    public static WorldSplit training(long seed, int size) {
        return new WorldSplit("training", Combinations.SEEN, seed, size);
    }

    /// Pictures to test on: each holds at least one combination of colour, shape and size that no training picture
    /// has.
    ///
    /// @param seed the world's seed
    /// @param size number of pictures
    public static WorldSplit heldOut(long seed, int size) {
        return new WorldSplit("test", Combinations.HELD_OUT, seed, size);
    }

    /// Other pictures of the combinations seen in training, to tell "new picture" from "new combination".
    ///
    /// @param seed the world's seed
    /// @param size number of pictures
    public static WorldSplit validation(long seed, int size) {
        return new WorldSplit("validation", Combinations.SEEN, seed, size);
    }
}
