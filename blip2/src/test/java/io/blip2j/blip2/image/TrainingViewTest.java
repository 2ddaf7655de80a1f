package io.blip2j.blip2.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.InputException;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class TrainingViewTest {
    @Test
    void boxesLieInsideAndKeepAreaAndAspect() {
        TrainingView view = TrainingView.blip2();
        Random random = new Random(7);
        int flips = 0;
        for (int i = 0; i < 2_000; i++) {
            int height = 40 + random.nextInt(400);
            int width = (int) (height * (0.8 + 0.4 * random.nextDouble()));
            TrainingView.Box box = view.draw(height, width, random::nextDouble);
            assertTrue(box.top() >= 0 && box.top() + box.height() <= height, box.toString());
            assertTrue(box.left() >= 0 && box.left() + box.width() <= width, box.toString());
            double area = (double) box.height() * box.width() / ((double) height * width);
            double aspect = (double) box.width() / box.height();
            assertTrue(area > 0.48 && aspect > 0.72 && aspect < 1.38, box + " of " + width + "x" + height);
            flips += box.flip() ? 1 : 0;
        }
        assertTrue(flips > 900 && flips < 1_100, flips + " of 2000 mirrored");
    }

    @Test
    void sameNumbersGiveTheSameView() {
        TrainingView.Box box = TrainingView.blip2().draw(100, 80, numbers(0.5, 0.5, 0.25, 0.75, 0.1));
        // Area 0.75 * 8000 at aspect 1: 77.46 a side; rows 23 * 0.25 + ..., columns 4 * 0.75.
        assertEquals(new TrainingView.Box(6, 3, 77, 77, true), box);
    }

    @Test
    void narrowPicturesGiveTheirMiddle() {
        assertEquals(
                new TrainingView.Box(0, 93, 10, 13, false), TrainingView.blip2().draw(10, 200, numbers(0.9, 0.9)));
        assertEquals(
                new TrainingView.Box(93, 0, 13, 10, false), TrainingView.blip2().draw(200, 10, numbers(0.9, 0.9)));
        assertEquals(
                new TrainingView.Box(0, 0, 1, 1, false), TrainingView.blip2().draw(1, 1, numbers(0.9)));
    }

    @Test
    void rangesAreChecked() {
        assertThrows(InputException.class, () -> new TrainingView(0, 1, 1, 1));
        assertThrows(InputException.class, () -> new TrainingView(0.5, 1.5, 1, 1));
        assertThrows(InputException.class, () -> new TrainingView(0.5, 1, 2, 1));
        assertThrows(InputException.class, () -> new TrainingView(0.5, 1, 1, Double.NaN));
    }

    /// These numbers, the last one for ever.
    private static DoubleSupplier numbers(double... numbers) {
        int[] next = {0};
        return () -> numbers[Math.min(next[0]++, numbers.length - 1)];
    }
}
