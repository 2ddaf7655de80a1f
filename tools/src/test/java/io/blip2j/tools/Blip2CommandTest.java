package io.blip2j.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backends;
import io.blip2j.tools.cli.Failures;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

final class Blip2CommandTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final StringWriter out = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "doctor --thread 2|Did you mean --threads?",
                "doktor|Did you mean doctor?",
                "doctor --threads none|'none' is not an int",
                "doctor --threads 0|0 is not in 1..4096",
                "doctor --backend gpu|but was 'gpu'",
                "doctor extra|'extra'",
            })
    void wrongUseIsOneLineWithTheNearestAnd64(String line, String expected) {
        assertEquals(64, run(Map.of(), line.split(" ")));
        assertTrue(said().contains(expected), said());
        assertTrue(said().endsWith("--help" + System.lineSeparator()), said());
        assertEquals(1, said().lines().count());
    }

    @Test
    void optionsMayComeFromTheEnvironment() {
        assertEquals(64, run(Map.of("BLIP2_THREADS", "many"), "doctor"));
        assertTrue(said().contains("'many' is not an int"), said());
        assertEquals(0, run(Map.of("BLIP2_THREADS", "2", "BLIP2_JSON", "1"), "doctor", "--help"));
        assertEquals(64, run(Map.of("BLIP2_HELP", "1"), "doctor", "--no-such-option"));
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        CommandLine root = command(Map.of());
        for (CommandLine command : root.getSubcommands().values()) {
            CommandSpec spec = command.getCommandSpec();
            String footer = String.join("\n", spec.usageMessage().footer());
            assertTrue(footer.contains("blip2 " + spec.name()), spec.name() + " shows no worked example");
            assertEquals(0, root.execute(spec.name(), "--help"));
        }
    }

    @Test
    void backendThatIsNotThereIs69() {
        try {
            assertEquals(69, run(Map.of(), "doctor", "--backend", "cuda"));
        } finally {
            System.clearProperty(Backends.PROPERTY); // or every later test of this process would ask for it
        }
        assertTrue(said().matches("(?s)blip2 doctor: [A-Z-]+ backend cuda: found none.*"), said());
        assertEquals(1, said().lines().count());
    }

    @Test
    void fullHeapIs71() {
        assertEquals(71, failing(new OutOfMemoryError("Java heap space")));
        assertTrue(said().startsWith("blip2: out of memory (Java heap space)"), said());
    }

    @Test
    void problemWithAnInputNamesTheCommand() {
        assertEquals(
                66, failing(new InputException(InputException.Kind.MISSING, "X", "a.png", "none", "one", "Fix it")));
        assertEquals("blip2 fail: X a.png: found none, expected one. Fix: Fix it." + System.lineSeparator(), said());
    }

    /// Runs a subcommand that fails so.
    private int failing(Throwable failure) {
        @Command(name = "fail")
        record Fail(Throwable failure) implements Runnable {
            @Override
            public void run() {
                switch (failure) {
                    case Error error -> throw error;
                    case RuntimeException problem -> throw problem;
                    default -> throw new AssertionError(failure);
                }
            }
        }
        return Blip2Command.run(command(Map.of()).addSubcommand(new Fail(failure)), failures(), "fail");
    }

    @Test
    void versionIsPrinted() {
        assertEquals(0, run(Map.of(), "--version"));
        assertTrue(out.toString().startsWith("blip2 "), out.toString());
    }

    private int run(Map<String, String> environment, String... args) {
        return command(environment).execute(args);
    }

    private CommandLine command(Map<String, String> environment) {
        return Blip2Command.commandLine(failures(), environment).setOut(new PrintWriter(out, true));
    }

    private Failures failures() {
        return new Failures(new PrintStream(err, true, StandardCharsets.UTF_8), false);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
