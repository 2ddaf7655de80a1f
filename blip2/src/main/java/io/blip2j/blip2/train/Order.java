package io.blip2j.blip2.train;

/// Which samples a step trains on.
@FunctionalInterface
public interface Order {
    /// The samples of a step: a function of the step alone.
    int[] batch(int step, int batch);
}
