package io.blip2j.blip2.malformed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every row of the catalogue of malformed inputs: its code and words, in one line, soon, in 256 MB of heap, and
/// nothing is written.
class MalformedCatalogueTest {
    private static final int SLACK = 3; // a machine with other work to do has cold caches and a late compiler

    @TempDir
    private Path folder;

    @TestFactory
    List<DynamicTest> rows() throws IOException, InterruptedException {
        Path outcomes = folder.resolve("outcomes.txt");
        Path said = folder.resolve("said.txt");
        Process child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx256m",
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("scratch")),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Catalogue.class.getName(),
                        Files.createDirectory(folder.resolve("rows")).toString(),
                        outcomes.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertTrue(child.waitFor(10, TimeUnit.MINUTES), "the catalogue takes too long");
        } finally {
            child.destroyForcibly();
        }
        assertEquals(0, child.exitValue(), () -> read(said));
        List<String> lines = Files.readAllLines(outcomes);
        List<DynamicTest> tests = new ArrayList<>();
        List<Row> rows = Catalogue.rows();
        assertEquals(rows.size(), lines.size());
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            Outcome outcome = Outcome.parse(lines.get(i));
            tests.add(dynamicTest(row.toString(), () -> check(row, outcome)));
        }
        return tests;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException problem) {
            return problem.toString();
        }
    }

    private static void check(Row row, Outcome outcome) {
        Row.Told told = row.told();
        assertEquals(told == null ? Outcome.ACCEPTED : told.kind().name(), outcome.kind(), outcome.message());
        if (told != null) {
            assertTrue(
                    told.kind() == InputException.Kind.BAD || told.kind() == InputException.Kind.MISSING,
                    "exit code 65 or 66");
            assertEquals(told.code(), outcome.code(), outcome.message());
            assertTrue(outcome.found().contains(told.found()), outcome.message());
            assertTrue(outcome.expected().contains(told.expected()), outcome.message());
            assertFalse(outcome.fix().isBlank(), outcome.message());
            assertFalse(outcome.lines(), "one line without control characters");
            assertTrue(
                    outcome.message().matches(told.code() + " .+: found .+, expected .+\\. Fix: .+[.?!]"),
                    outcome.message());
            assertTrue(outcome.message().length() < 1000, outcome.message());
        }
        assertFalse(outcome.written(), "something was written");
        long millis = outcome.best() / 1000;
        assertTrue(millis <= SLACK * row.millis(), millis + " ms");
    }
}
