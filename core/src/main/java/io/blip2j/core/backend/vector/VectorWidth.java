package io.blip2j.core.backend.vector;

import jdk.incubator.vector.FloatVector;

/// How wide the vectors of this machine are, as the JVM sees it.
public final class VectorWidth {
    private VectorWidth() {}

    /// Bits of a preferred float vector: 512, 256 or 128.
    public static int bits() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }
}
