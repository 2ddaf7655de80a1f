package io.blip2j.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.parallel.Workers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Same seed, same bits: however many threads train, however wide the registers are, twice in a row.
@Timeout(120)
class SameSeedSameBitsTest {
    private final Backend backend = Backends.select();

    @AfterEach
    void restoreThreads() {
        Workers.useThreads(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void anyNumberOfThreadsTwiceInARow() {
        String one = TrainingBits.hash(backend, 1);
        for (int threads : new int[] {1, 2, 3}) {
            assertEquals(one, TrainingBits.hash(backend, threads), threads + " threads");
        }
    }

    @Test
    void eightLanesTrainTheWeightsOfSixteen() throws IOException, InterruptedException {
        assumeTrue(Backends.names().contains("vector"), "needs the vector backend");
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "-XX:UseAVX is known on x86 alone");
        List<String> narrow = linesOfChild("-XX:UseAVX=2");
        assertTrue(narrow.getFirst().contains(" 8 lanes"), narrow.getFirst());
        String here = TrainingBits.hash(Backends.named("vector"), 2);
        assertEquals(List.of(here, here, here), narrow.subList(1, narrow.size()), "1, 2 and 3 threads on 8 lanes");
    }

    private static List<String> linesOfChild(String option) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        option,
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainingBits.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertEquals(0, child.waitFor(), () -> String.join("\n", lines));
        return lines;
    }
}
