package io.blip2j.core.shape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.backend.Storage;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayoutTest {
    private static final Layout ROWS = Layout.contiguous(Shape.of(2, 3, 4));

    /// Element `index` by the definition: offset plus index times stride.
    private static int place(Layout layout, int... index) {
        int place = layout.offset();
        for (int i = 0; i < index.length; i++) {
            place += index[i] * layout.stride(i);
        }
        return place;
    }

    @Test
    void viewsLookAtTheSamePlaces() {
        assertEquals(place(ROWS, 1, 2, 3), place(ROWS.transpose(0, -1), 3, 2, 1));
        assertEquals(place(ROWS, 1, 2, 3), place(ROWS.permute(2, 0, 1), 3, 1, 2));
        assertEquals(
                place(ROWS, 1, 2, 3),
                place(ROWS.slice(2, 1, -1, 2).slice(1, 2, 9, 1).slice(0, -1, 9, 1), 0, 0, 0) + 2);
        assertEquals(place(ROWS, 1, 2, 3), place(ROWS.select(1, -1), 1, 3));
        assertEquals(place(ROWS, 1, 2, 0), place(ROWS.slice(2, 0, 1, 1).expand(5, 2, 3, 7), 4, 1, 2, 6));
        assertTrue(ROWS.isContiguous());
        assertTrue(ROWS.select(0, 1).isContiguous(), "rows of the last axes stay together");
        assertEquals(12, ROWS.select(0, 1).offset());
        assertTrue(!ROWS.transpose(0, 1).isContiguous());
    }

    @Test
    void slicesAreClampedAsInPython() {
        assertEquals(Shape.of(2, 3, 0), ROWS.slice(2, 3, 1, 1).shape());
        assertEquals(Shape.of(2, 3, 4), ROWS.slice(2, -100, 100, 1).shape());
        assertEquals(Shape.of(2, 3, 2), ROWS.slice(2, 0, 3, 2).shape());
        assertEquals(Shape.of(0, 3, 4), ROWS.slice(0, 2, 9, 1).shape());
    }

    /// A reshaped view, where there is one, holds the elements in the order of a copy.
    @Test
    void reshapeIsAViewOnlyWhereOrderAllows() {
        Random random = new Random(7);
        int views = 0;
        for (int round = 0; round < 3000; round++) {
            Layout layout = Layout.contiguous(Shape.of(dims(random), dims(random), dims(random), dims(random)));
            layout = layout.permute(round % 3 == 0 ? new int[] {1, 0, 2, 3} : new int[] {0, 1, 3, 2});
            layout = round % 2 == 0
                    ? layout.slice(random.nextInt(4), random.nextInt(2), 9, 1 + random.nextInt(2))
                    : layout;
            Shape target = split(random, layout.shape().size());
            Layout reshaped = layout.reshape(target);
            if (reshaped != null) {
                views++;
                assertArrayEquals(Storage.places(layout), Storage.places(reshaped), layout + " to " + target);
            } else {
                assertTrue(!layout.isContiguous());
            }
        }
        assertTrue(views > 500, views + " views");
        assertNotNull(ROWS.transpose(1, 2).reshape(Shape.of(2, 4, 3, 1)));
        assertEquals(null, ROWS.transpose(1, 2).reshape(Shape.of(2, 12)));
        assertNotNull(Layout.contiguous(Shape.of(3)).expand(5, 3).reshape(Shape.of(5, 1, 3)));
    }

    private static int dims(Random random) {
        return new int[] {1, 2, 3, 4}[random.nextInt(4)];
    }

    private static Shape split(Random random, int size) {
        if (size == 0) {
            return Shape.of(0, 5);
        }
        int first = size;
        for (int divisor = 1 + random.nextInt(size); divisor >= 1; divisor--) {
            if (size % divisor == 0) {
                first = divisor;
                break;
            }
        }
        return random.nextBoolean() ? Shape.of(first, size / first) : Shape.of(size / first, 1, first);
    }

    @Test
    void whatDoesNotFitIsRefusedByName() {
        for (Runnable misuse : new Runnable[] {
            () -> ROWS.permute(0, 1),
            () -> ROWS.permute(0, 0, 1),
            () -> ROWS.transpose(0, 3),
            () -> ROWS.select(0, 2),
            () -> ROWS.select(0, -3),
            () -> ROWS.expand(3, 3, 4),
            () -> ROWS.expand(3, 4),
            () -> ROWS.expand(-1, 2, 3, 4),
        }) {
            assertTrue(
                    assertThrows(ShapeException.class, misuse::run).getMessage().contains("["));
        }
    }
}
