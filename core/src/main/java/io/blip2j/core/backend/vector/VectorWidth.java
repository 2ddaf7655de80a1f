package io.blip2j.core.backend.vector;

/// How wide the vectors are that the backend computes with, for whoever describes the machine.
public final class VectorWidth {
    private VectorWidth() {}

    /// Bits of a vector: 512, 256 or 128.
    public static int bits() {
        return Lanes.COUNT * Float.SIZE;
    }
}
