package io.blip2j.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.InputException;
import io.blip2j.core.InputException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;
import javax.imageio.IIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FailuresTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @ParameterizedTest
    @CsvSource({
        "USAGE, 64",
        "BAD, 65",
        "MISSING, 66",
        "UNAVAILABLE, 69",
        "MEMORY, 71",
        "EXISTS, 73",
        "IO, 74",
        "NOT_FINITE, 76",
        "CONFIG, 78",
    })
    void everyKindHasItsCodeAndOneLine(Kind kind, int code) {
        InputException failure = new InputException(kind, "X-1", "cat.png", "nothing\nmore", "a picture", "Take one");
        assertEquals(code, new Failures(err, false).tell("blip2 caption", failure));
        assertEquals(
                "blip2 caption: X-1 cat.png: found nothing more, expected a picture. Fix: Take one."
                        + System.lineSeparator(),
                said());
    }

    @Test
    void fullHeapIsFoundUnderWhatAnImageReaderMakesOfIt() {
        Throwable wrapped = new UncheckedIOException(new IIOException("bad", new OutOfMemoryError("Java heap space")));
        assertEquals(ExitCode.MEMORY, Failures.classify(wrapped).code());
        assertEquals(
                ExitCode.MEMORY, Failures.classify(new OutOfMemoryError("x")).code());
    }

    @Test
    void diskFullSaysSo() {
        assertTrue(Failures.classify(new IOException("No space left on device"))
                .sentence()
                .contains("no space left"));
        FileSystemException full = new FileSystemException("/out/model", null, "No space left on device");
        assertEquals(ExitCode.IO, Failures.classify(full).code());
        assertTrue(Failures.classify(full).sentence().startsWith("/out/model: no space left"));
    }

    @Test
    void causesAreLookedThrough() {
        Throwable nested =
                new ExecutionException(new InputException(Kind.CONFIG, "R-1", "recipe", "a", "b", "Mend it"));
        assertEquals(ExitCode.CONFIG, Failures.classify(nested).code());
        assertEquals(
                ExitCode.MISSING,
                Failures.classify(new NoSuchFileException("/x")).code());
    }

    @Test
    void anythingElseIsOurBugAndShowsNoTraceUnlessAsked() {
        assertEquals(70, new Failures(err, false).tell("blip2", new IllegalStateException("odd")));
        assertTrue(said().contains("IllegalStateException: odd"));
        assertFalse(said().contains("\tat "));
        new Failures(err, true).tell("blip2", new IllegalStateException("odd"));
        assertTrue(said().contains("\tat "));
    }

    private String said() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
