package io.blip2j.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ModuleTest {
    private static final class Root extends Module {
        private final Linear shared = child("layer.0.fc", new Linear(2, 3, true));
        private final LayerNorm norm = child("norm", new LayerNorm(3, 1e-5));

        void again(String name, Module part) {
            child(name, part);
        }
    }

    @Test
    void pathsAreTheCheckpointsKeysInOrderOfDeclaration() {
        Root root = new Root();
        root.rootName("qformer");
        assertEquals(
                "[qformer.layer.0.fc.weight, qformer.layer.0.fc.bias, qformer.norm.weight, qformer.norm.bias]",
                root.parameters().stream().map(Parameter::path).toList().toString());
        assertEquals(6 + 3 + 3 + 3, root.parameterCount());
    }

    @Test
    void aNameOrAPartTwiceIsRefused() {
        Root root = new Root();
        assertTrue(assertThrows(IllegalStateException.class, () -> root.again("norm", new Dropout(0)))
                .getMessage()
                .contains("norm"));
        assertThrows(IllegalStateException.class, () -> root.again("other", root.shared));
        assertThrows(IllegalStateException.class, () -> root.norm.rootName("x"));
    }
}
