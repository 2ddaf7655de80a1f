package io.blip2j.core.shape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ShapeTest {
    private static final Shape SHAPE = Shape.of(2, 3, 4);

    @Test
    void sizesAndStrides() {
        assertEquals(24, SHAPE.size());
        assertEquals(1, Shape.SCALAR.size());
        assertEquals(0, Shape.of(2, 0, 3).size());
        assertArrayEquals(new int[] {12, 4, 1}, SHAPE.contiguousStrides());
        assertEquals(4, SHAPE.dim(-1));
        assertEquals(2, SHAPE.outer(1));
        assertEquals(4, SHAPE.inner(1));
        assertEquals("[2, 3, 4]", SHAPE.toString());
    }

    @Test
    void axesAreReplacedRemovedAndPutIn() {
        assertEquals(Shape.of(2, 9, 4), SHAPE.with(1, 9));
        assertEquals(Shape.of(2, 3), SHAPE.without(-1));
        assertEquals(Shape.of(2, 3, 4, 1), SHAPE.insert(3, 1));
        assertEquals(Shape.of(6, 4), SHAPE.infer(-1, 4));
    }

    @Test
    void broadcastingIsNumPys() {
        assertEquals(Shape.of(5, 2, 3, 4), Shape.broadcast("add", SHAPE, Shape.of(5, 1, 3, 1)));
        assertEquals(SHAPE, Shape.broadcast("add", Shape.SCALAR, SHAPE));
        assertEquals(Shape.of(0, 4), Shape.broadcast("add", Shape.of(0, 1), Shape.of(1, 4)));
        ShapeException problem = assertThrows(ShapeException.class, () -> Shape.broadcast("add", SHAPE, Shape.of(3)));
        assertEquals("add", problem.operation());
        assertTrue(problem.getMessage().startsWith("add: shapes [2, 3, 4] and [3] do not broadcast"));
    }

    @Test
    void whatIsNoShapeIsRefused() {
        for (Runnable misuse : new Runnable[] {
            () -> Shape.of(2, -1),
            () -> Shape.of(1 << 20, 1 << 20),
            () -> SHAPE.dim(3),
            () -> SHAPE.infer(-1, -1),
            () -> SHAPE.infer(-1, 5),
            () -> SHAPE.infer(-1, 0),
            () -> SHAPE.infer(5, 5),
            () -> SHAPE.infer(-2, -1),
        }) {
            assertTrue(
                    assertThrows(ShapeException.class, misuse::run).getMessage().contains("["));
        }
    }
}
