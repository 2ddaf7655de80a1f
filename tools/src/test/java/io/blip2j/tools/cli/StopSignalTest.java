package io.blip2j.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A job in a process of its own is told to stop.
final class StopSignalTest {
    /// The job: says that it runs, and when it was asked to stop that it saved.
    static final class Job {
        public static void main(String[] args) throws InterruptedException {
            Console console = Console.standard(false, true);
            try (StopSignal stop = StopSignal.open(console)) {
                console.text("running");
                while (!stop.requested()) {
                    Thread.sleep(5);
                }
                Thread.sleep(50);
                console.text("saved");
            }
        }
    }

    @Test
    void killedJobSavesFirstAndEndsWith143() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Job.class.getName())
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertEquals("running", out.readLine());
            process.toHandle().destroy();
            assertEquals("saved", out.readLine());
        }
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(143, process.exitValue());
    }
}
