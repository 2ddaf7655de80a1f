package io.blip2j.core.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.InputException;
import org.junit.jupiter.api.Test;

class BackendsTest {
    @Test
    void scalarIsAlwaysThereAndOneObject() {
        assertEquals("scalar", Backends.named("scalar").name());
        assertSame(Backends.named("scalar"), Backends.named("scalar"));
    }

    @Test
    void anUnknownBackendIsUnavailable() {
        InputException problem = assertThrows(InputException.class, () -> Backends.named("abacus"));
        assertEquals(InputException.Kind.UNAVAILABLE, problem.kind());
        assertTrue(problem.expected().contains("scalar"));
    }

    @Test
    void thePropertyForcesOne() {
        String before = System.setProperty(Backends.PROPERTY, "scalar");
        try {
            assertSame(Backends.named("scalar"), Backends.select());
            assertTrue(Backends.why().contains("forced"));
        } finally {
            if (before == null) {
                System.clearProperty(Backends.PROPERTY);
            } else {
                System.setProperty(Backends.PROPERTY, before);
            }
        }
    }
}
