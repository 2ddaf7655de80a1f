package io.blip2j.core.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScalarErfTest {
    /// Values of C's `erf`.
    private static final double[][] ERF = {
        {0, 0},
        {0.1, 0.1124629160182849},
        {0.5, 0.5204998778130465},
        {1, 0.8427007929497149},
        {1.9999999, 0.9953222629522538},
        {2, 0.9953222650189527},
        {2.0000001, 0.9953222670856509},
        {3, 0.9999779095030014},
        {Double.POSITIVE_INFINITY, 1}
    };

    private static final double[][] ERFC = {
        {2, 0.004677734981047265},
        {5, 1.5374597944280351e-12},
        {10, 2.088487583762545e-45},
        {26, 5.663192408856143e-296}
    };

    @Test
    void matchesKnownValues() {
        for (double[] known : ERF) {
            assertEquals(known[1], ScalarErf.erf(known[0]), 2e-15, "erf " + known[0]);
            assertEquals(-known[1], ScalarErf.erf(-known[0]), 2e-15, "erf -" + known[0]);
            assertEquals(1 - known[1], ScalarErf.erfc(known[0]), 2e-15, "erfc " + known[0]);
        }
        assertTrue(Double.isNaN(ScalarErf.erf(Double.NaN)));
    }

    @Test
    void keepsItsDigitsFarOut() {
        for (double[] known : ERFC) {
            assertEquals(1, ScalarErf.erfc(known[0]) / known[1], 1e-12, "erfc " + known[0]);
        }
    }
}
