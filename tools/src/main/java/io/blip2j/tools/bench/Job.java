package io.blip2j.tools.bench;

import java.util.List;

/// Something to be timed.
///
/// @param part what it belongs to
/// @param shape of a product, `[m, n, k]`; empty for anything else
/// @param rate name of what is counted a second, `images_per_second` or `tokens_per_second`; null: nothing is
/// @param units how many of them one round makes
/// @param work of one round
/// @param round does it once and says how many seconds the timed part of it took
public record Job(Part part, List<Integer> shape, String rate, double units, Work work, Round round) {
    /// Counted in pictures.
    static final String IMAGES = "images_per_second";

    /// Counted in tokens.
    static final String TOKENS = "tokens_per_second";

    /// One repetition.
    @FunctionalInterface
    public interface Round {
        /// Seconds of the timed part.
        double seconds();
    }

    /// Times all of `run`.
    static Round whole(Clock clock, Runnable run) {
        return () -> {
            long before = clock.nanos();
            run.run();
            return (clock.nanos() - before) / 1e9;
        };
    }
}
