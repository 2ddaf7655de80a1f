package io.blip2j.tools.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// What is read before and after a round.
public enum Clock {
    /// The clock on the wall: what a user waits.
    WALL,
    /// Processor time of the calling thread alone: with one thread, and nothing to wait for, what a round would
    /// take on a machine that nobody else uses.
    CPU;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /// Nanoseconds since some moment.
    public long nanos() {
        return switch (this) {
            case WALL -> System.nanoTime();
            case CPU -> THREADS.getCurrentThreadCpuTime();
        };
    }
}
