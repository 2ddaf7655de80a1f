package io.blip2j.core.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/// The vector width of this machine: 16 floats with AVX-512, 8 with AVX2, 4 where there is nothing wider.
///
/// Kernels read these constants and are correct for each width; bits never depend on it.
final class Lanes {
    /// Floats of the widest registers, 512 bits at most.
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED.vectorBitSize() > 512
            ? FloatVector.SPECIES_512
            : FloatVector.SPECIES_PREFERRED;

    /// Integers of the same width.
    static final VectorSpecies<Integer> INTS =
            IntVector.SPECIES_PREFERRED.vectorBitSize() > 512 ? IntVector.SPECIES_512 : IntVector.SPECIES_PREFERRED;

    /// Floats in one register.
    static final int COUNT = FLOATS.length();

    /// Whether there are 32 registers, as AVX-512 has, and not 16.
    static final boolean WIDE = COUNT >= 16;

    private Lanes() {}

    /// As in descriptions of the backend: `AVX-512, 16 lanes`.
    static String describe() {
        String name = switch (COUNT) {
            case 16 -> "AVX-512";
            case 8 -> "AVX2";
            default -> "128-bit vectors";
        };
        return name + ", " + COUNT + " lanes";
    }
}
