package io.blip2j.tools.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Same seed, same bits: 50 steps of each stage with 1, 2 and 3 threads and at half the vector width; equal runs are
/// repeatable ones.
class SameBitsTest {
    @TempDir
    private Path folder;

    @Test
    void weightsAfterBothStagesDependOnTheSeedAlone() throws Exception {
        String expected = run("one", 1, List.of());
        assertEquals(expected, run("two", 2, List.of()), "2 threads");
        assertEquals(expected, run("three", 3, List.of()), "3 threads");
        assertEquals(expected, run("narrow", 2, List.of("-XX:UseAVX=2")), "vectors of 8");
    }

    private String run(String name, int threads, List<String> flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseParallelGC",
                "-Xmx2g",
                "-cp",
                System.getProperty("java.class.path"),
                SameBits.class.getName(),
                folder.resolve(name).toString(),
                String.valueOf(threads)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        String hash = output.lines()
                .filter(line -> line.startsWith("hash "))
                .findFirst()
                .orElse("");
        assertTrue(hash.length() > 64, output);
        return hash;
    }
}
