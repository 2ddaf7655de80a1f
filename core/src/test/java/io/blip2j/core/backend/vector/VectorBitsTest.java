package io.blip2j.core.backend.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.blip2j.core.parallel.Workers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Bits depend neither on the number of threads nor on the width of the registers.
class VectorBitsTest {
    @AfterEach
    void restoreThreads() {
        Workers.useThreads(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() throws Exception {
        Workers.useThreads(1);
        String one = KernelBits.lines();
        for (int threads = 2; threads <= 3; threads++) {
            Workers.useThreads(threads);
            assertEquals(one, KernelBits.lines(), threads + " threads");
        }
    }

    @Test
    void eightLanesGiveTheBitsOfSixteen() throws Exception {
        assumeTrue(Lanes.COUNT == 16, "needs AVX-512 here to compare with AVX2");
        String narrow = bitsOfChild("-XX:UseAVX=2");
        assertTrue(narrow.startsWith("lanes 8\n"), narrow.substring(0, Math.min(200, narrow.length())));
        assertEquals(KernelBits.lines(), narrow.substring(narrow.indexOf('\n') + 1));
    }

    private static String bitsOfChild(String option) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process child = new ProcessBuilder(List.of(
                        java,
                        option,
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KernelBits.class.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(child.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, child.exitValue(), out);
        return out;
    }
}
