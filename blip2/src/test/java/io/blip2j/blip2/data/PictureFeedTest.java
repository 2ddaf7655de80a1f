package io.blip2j.blip2.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.image.TrainingView;
import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFeedTest {
    private static final ImageProcessor SMALL = ImageProcessor.blip2(8);

    @TempDir
    Path folder;

    private static PictureFeed feed(DataSet set, BadSamples bad, int threads) {
        return new PictureFeed(
                new Mixture(List.of(set), new double[0], 3), TrainingView.blip2(), SMALL, bad, 5, 4, threads);
    }

    private static BadSamples tolerant() {
        return new BadSamples("test", 1);
    }

    @Test
    void sameBitsForAnyNumberOfThreadsAndAnyBeginning() throws IOException {
        DataSet set = Pictures.set(folder, "p", 10, 5);
        try (PictureFeed one = feed(set, tolerant(), 1);
                PictureFeed three = feed(set, tolerant(), 3);
                PictureFeed resumed = feed(set, tolerant(), 2)) {
            for (int step = 0; step < 9; step++) {
                PictureFeed.Batch expected = one.at(step);
                same(expected, three.at(step));
                if (step >= 4) {
                    same(expected, resumed.at(step));
                }
            }
            assertFalse(Arrays.equals(one.at(0).pixels(), one.at(5).pixels()), "each epoch has views of its own");
        }
    }

    private static void same(PictureFeed.Batch expected, PictureFeed.Batch got) {
        assertArrayEquals(expected.samples(), got.samples());
        assertArrayEquals(expected.epochs(), got.epochs());
        assertArrayEquals(expected.pixels(), got.pixels());
    }

    @Test
    void brokenOneIsReplacedByTheNextAndListedOnce() throws IOException {
        BadSamples bad = tolerant();
        try (PictureFeed feed = feed(Pictures.set(folder, "p", 8, 8), bad, 2)) {
            for (int step = 0; step < 6; step++) {
                for (int sample : feed.at(step).samples()) {
                    assertFalse(sample == 7);
                }
            }
        }
        assertEquals(1, bad.listed().size());
        assertEquals("p7", bad.listed().getFirst().key());
        assertEquals("{IMG-DATA=3}", bad.reasons().toString());
        bad.write(folder.resolve("bad.jsonl"));
        assertEquals(1, Files.readAllLines(folder.resolve("bad.jsonl")).size());
    }

    @Test
    void fivePercentStopAndOnePercentDoNot() throws IOException {
        BadSamples few = new BadSamples("few", BadSamples.LIMIT);
        run(Pictures.set(folder, "a", 100, 100), few);
        assertEquals("IMG-DATA 10", few.summary());
        InputException failure = assertThrows(
                InputException.class,
                () -> run(Pictures.set(folder, "b", 2000, 20), new BadSamples("many", BadSamples.LIMIT)));
        assertEquals("DATA-BAD", failure.code());
        assertEquals(InputException.Kind.BAD, failure.kind());
        InputException small = assertThrows(
                InputException.class,
                () -> run(Pictures.set(folder, "c", 40, 20), new BadSamples("small", BadSamples.LIMIT)));
        assertEquals("2 bad of 42 samples (4.8 %: IMG-DATA 2)", small.found());
    }

    private static void run(DataSet set, BadSamples bad) {
        try (PictureFeed feed = feed(set, bad, 2)) {
            for (int step = 0; step < 250; step++) {
                feed.at(step);
            }
        }
    }
}
