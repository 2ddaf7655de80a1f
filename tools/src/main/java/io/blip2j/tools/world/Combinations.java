package io.blip2j.tools.world;

/// Which combinations of colour, shape and size a set may hold.
public enum Combinations {
    /// Training and validation pictures: no held-out combination.
    SEEN,
    /// Test pictures: at least one held-out combination.
    HELD_OUT,
    /// Text of the language models: anything.
    ALL;

    /// Whether the scene belongs here.
    public boolean allow(Scene scene) {
        return switch (this) {
            case SEEN -> !scene.heldOut();
            case HELD_OUT -> scene.heldOut();
            case ALL -> true;
        };
    }
}
