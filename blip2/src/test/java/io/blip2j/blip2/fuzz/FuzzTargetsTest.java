package io.blip2j.blip2.fuzz;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every fuzz target on its seeds, on damaged seeds, and on what a fuzzer has found earlier (`found/TARGET`).
class FuzzTargetsTest {
    private static final int ROUNDS = 10;
    private static final Map<String, Consumer<byte[]>> TARGETS = new TreeMap<>(Map.of(
            "SafeTensorsFuzz", SafeTensorsFuzz::fuzzerTestOneInput,
            "TokenizerFuzz", TokenizerFuzz::fuzzerTestOneInput,
            "PickleFuzz", PickleFuzz::fuzzerTestOneInput,
            "PictureFuzz", PictureFuzz::fuzzerTestOneInput));

    @TempDir
    private Path folder;

    @TestFactory
    List<DynamicTest> seedsAndFindings() throws IOException {
        Path golden = Path.of(System.getProperty("blip2j.root", "."))
                .toAbsolutePath()
                .resolve(System.getProperty("golden.dir", "tools/golden/data"));
        List<DynamicTest> tests = new ArrayList<>();
        for (String target : TARGETS.keySet()) {
            Path seeds = Files.createDirectory(folder.resolve(target));
            Seeds.make(target, seeds, golden);
            for (byte[] seed : contents(seeds)) {
                tests.add(dynamicTest(target + " seed of " + seed.length + " bytes", () -> damaged(target, seed)));
            }
            var found = FuzzTargetsTest.class.getResource("found/" + target);
            if (found != null) {
                for (byte[] finding : contents(Path.of(found.getPath()))) {
                    tests.add(dynamicTest(
                            target + " finding of " + finding.length + " bytes",
                            () -> TARGETS.get(target).accept(finding)));
                }
            }
        }
        return tests;
    }

    private static void damaged(String target, byte[] seed) {
        TARGETS.get(target).accept(seed);
        Random random = new Random(seed.length);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = seed.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            TARGETS.get(target).accept(damaged);
        }
    }

    private static List<byte[]> contents(Path folder) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                contents.add(Files.readAllBytes(file));
            }
        }
        return contents;
    }
}
