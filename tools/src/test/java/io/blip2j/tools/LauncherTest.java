package io.blip2j.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The start of `tools/bin/blip2`, as far as it goes without a build.
final class LauncherTest {
    private static final Path LAUNCHER = Path.of(System.getProperty("blip2j.root", ".."))
            .resolve("tools/bin/blip2")
            .toAbsolutePath();

    @TempDir
    private Path folder;

    @Test
    void anotherJdkIsRefusedInOneLineWithAFix() throws IOException, InterruptedException {
        Path home = Files.createDirectories(folder.resolve("jdk-17/bin")).getParent();
        Files.createFile(home.resolve("bin/java")).toFile().setExecutable(true);
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.2\"\n");
        Path link = Files.createSymbolicLink(folder.resolve("blip2"), LAUNCHER);
        ProcessBuilder builder = new ProcessBuilder(link.toString(), "doctor");
        builder.environment().put("BLIP2_JAVA_HOME", home.toString());
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(69, process.waitFor());
        Files.delete(link);
        assertEquals(1, said.lines().count(), said);
        assertTrue(said.contains("is no JDK 25"), said);
    }
}
