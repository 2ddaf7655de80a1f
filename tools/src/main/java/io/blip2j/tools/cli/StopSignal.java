package io.blip2j.tools.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Turns Ctrl-C and `kill` into a question while a job runs that can save its state.
///
/// ```java
/// try (StopSignal stop = StopSignal.open(console)) {
///     while (step < steps && !stop.requested()) { ... }
///     // save here: the process ends when this block does, with 130 or 143
/// }
/// ```
///
/// The JVM starts its shutdown hooks on the signal; ours waits until the block is left.
public final class StopSignal implements AutoCloseable {
    private static final int PATIENCE_MINUTES = 10;

    private final CountDownLatch left = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean requested;

    private StopSignal(Console console) {
        hook = new Thread(() -> waitForTheJob(console), "stop-signal");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// From now on a signal asks.
    public static StopSignal open(Console console) {
        return new StopSignal(console);
    }

    /// Whether somebody wants the job to stop.
    public boolean requested() {
        return requested;
    }

    private void waitForTheJob(Console console) {
        requested = true;
        console.warn("stopping: saving first");
        try {
            if (!left.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                console.warn("gave up waiting after " + PATIENCE_MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The job is done or saved; a process that was asked to stop ends now.
    @Override
    public void close() {
        left.countDown();
        if (!requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The signal came just now; the hook finds the latch open.
                requested = true;
            }
        }
    }
}
