package io.blip2j.tools.training;

/// Frozen parts must come out of a stage as they went in.
final class Frozen {
    private Frozen() {}

    /// @throws IllegalStateException if the hashes differ: that would be our bug
    static void requireEqual(String part, String before, String after) {
        if (!before.equals(after)) {
            throw new IllegalStateException(
                    part + " changed while it was frozen: SHA-256 " + before + " before, " + after + " after");
        }
    }
}
