package io.blip2j.blip2.fuzz;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/// What is right for any input: an answer, or an [InputException] in one line, soon and in little memory.
final class Oracle {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long BASE_NANOS = 1_000_000_000L; // a second for every 64 KB that are begun
    private static final int PART = 1 << 16;
    private static final Logger LOG = Logger.getLogger("io.blip2j");
    private static final int WARM_UP = 200; // inputs whose time is that of loading classes
    private static long slowest = 50_000_000L;
    private static int inputs;

    static {
        LOG.setLevel(Level.OFF); // a warning for every other input would take most of the time
    }

    private Oracle() {}

    /// A folder of this process alone.
    static Path folder(String name) {
        try {
            return Files.createDirectories(Path.of(
                    System.getProperty("java.io.tmpdir"),
                    "blip2j-fuzz-" + ProcessHandle.current().pid(),
                    name));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    static void write(Path file, byte[] data) {
        try {
            Files.write(file, data);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /// Runs a reader on this input; everything but an answer or a good refusal is a finding.
    static void check(byte[] data, Runnable reader) {
        long began = THREADS.getCurrentThreadCpuTime();
        try {
            reader.run();
        } catch (InputException refusal) {
            boolean one = refusal.getMessage().chars().noneMatch(Character::isISOControl);
            if (!one || refusal.kind() == InputException.Kind.IO || refusal.kind() == InputException.Kind.MEMORY) {
                throw new AssertionError("a refusal of the wrong form or kind " + refusal.kind(), refusal);
            }
        }
        long nanos = THREADS.getCurrentThreadCpuTime() - began;
        if (inputs++ < WARM_UP) {
            return;
        }
        if (nanos > slowest) {
            slowest = nanos;
            System.err.println("slowest: " + nanos / 1_000_000 + " ms of CPU for " + data.length + " bytes");
        }
        if (nanos > BASE_NANOS * (1 + data.length / PART)) {
            throw new AssertionError(nanos / 1_000_000 + " ms of CPU for " + data.length + " bytes");
        }
    }
}
