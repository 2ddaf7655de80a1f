package io.blip2j.core.backend.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.backend.scalar.ScalarKernels;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every vector kernel against the plain loops, at sizes around the registers' and on views.
class BackendParityTest {
    @Test
    void everyKernelGivesWhatThePlainLoopsGive() {
        List<KernelCases.Case> plain = KernelCases.of(new ScalarKernels());
        List<KernelCases.Case> vector = KernelCases.of(new VectorKernels());
        for (int c = 0; c < plain.size(); c++) {
            plain.get(c).call().run();
            vector.get(c).call().run();
            for (int o = 0; o < plain.get(c).outputs().length; o++) {
                assertClose(
                        plain.get(c).name(),
                        plain.get(c).outputs()[o],
                        vector.get(c).outputs()[o]);
            }
        }
    }

    /// Within 1e-5 of the value or 1e-6 of the largest one; infinities and NaN the same, nothing written outside.
    private static void assertClose(String name, Operand expected, Operand actual) {
        double[] e = expected.storage().toDoubles(expected.layout());
        double[] a = actual.storage().toDoubles(actual.layout());
        double unit = 1;
        for (double value : e) {
            unit = Math.abs(value) < 1e30 && !name.startsWith("odd") ? Math.max(unit, Math.abs(value)) : unit;
        }
        for (int i = 0; i < e.length; i++) {
            boolean same = Double.compare(e[i], a[i]) == 0;
            if (!same && !(Math.abs(e[i] - a[i]) <= 1e-5 * Math.abs(e[i]) + 1e-6 * unit)) {
                fail(name + ": element " + i + " of " + e.length + " is " + a[i] + ", expected " + e[i]);
            }
        }
        Storage storage = actual.storage();
        int first = actual.layout().offset();
        for (int i = 0; i < storage.size(); i++) {
            if (i < first || i >= first + a.length) {
                assertEquals(KernelCases.OUTSIDE, storage.get(i), name + ": place " + i + " is outside");
            }
        }
    }
}
