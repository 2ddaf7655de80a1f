package io.blip2j.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProgressTest {
    private static final long SECOND = 1_000_000_000L;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private long now;

    @Test
    void logGetsALineEveryFewSecondsAndTheEnd() {
        try (Progress progress = new Progress(err, 0, "stage1", 100, () -> now)) {
            for (int step = 1; step <= 100; step++) {
                now += SECOND / 10;
                progress.update(step, "loss 1.5");
            }
        }
        assertEquals("""
            stage1  49/100  49 %  loss 1.5  5.1 s left
            stage1  99/100  99 %  loss 1.5  100 ms left
            stage1  100  loss 1.5  in 10.0 s
            """, said());
    }

    @Test
    void terminalLineIsRedrawnInPlaceAndFits() {
        try (Progress progress = new Progress(err, 20, "caption", 1000, () -> now)) {
            progress.update(1, "a very long word on the state of things");
            now += SECOND / 100;
            progress.update(2, "too soon to be drawn");
            now += SECOND;
            progress.update(3, "x");
        }
        assertEquals(
                "\rcaption  1/1000  0 \u001b[K\rcaption  3/1000  0 \u001b[K\rcaption  3/1000  x  in 1.0 s\u001b[K\n",
                said());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "850000000, 850 ms",
        "12340000000, 12.3 s",
        "59990000000, 1 min 00 s",
        "245000000000, 4 min 05 s",
        "7800000000000, 2 h 10 min"
    })
    void durationsAreShort(long nanoseconds, String text) {
        assertEquals(text, Progress.duration(nanoseconds));
    }

    private String said() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
