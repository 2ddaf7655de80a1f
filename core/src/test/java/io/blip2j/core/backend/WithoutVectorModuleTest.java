package io.blip2j.core.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Started without the Vector API's module, a process says so, computes with plain loops, and refuses to be forced.
class WithoutVectorModuleTest {
    /// What the child process runs.
    static final class Child {
        private Child() {}

        public static void main(String[] args) {
            System.out.println(Backends.why());
            try {
                Backends.named("vector");
            } catch (InputException problem) {
                System.out.println(problem.kind() + " " + problem.getMessage());
            }
        }
    }

    @Test
    void theReasonAndTheFlagAreNamed() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor(), said);
        String[] lines = said.split("\n");
        assertTrue(lines[0].startsWith("backend scalar"), said);
        assertTrue(lines[0].contains("not usable: vector: Start java with --add-modules"), said);
        assertTrue(lines[1].startsWith("UNAVAILABLE BACKEND backend vector"), said);
        assertTrue(lines[1].contains("--add-modules jdk.incubator.vector"), said);
    }
}
