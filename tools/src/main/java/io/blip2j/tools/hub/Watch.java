package io.blip2j.tools.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// Closes a stream from which nothing came for a while, so that its reader wakes up: a request's timeout ends
/// with the headers of the answer.
final class Watch implements AutoCloseable {
    private final Thread thread;
    private volatile long last = System.nanoTime();

    Watch(InputStream stream, Duration patience) {
        thread = Thread.ofVirtual().start(() -> watch(stream, patience));
    }

    private void watch(InputStream stream, Duration patience) {
        try {
            long left = patience.toNanos();
            while (left > 0) {
                Thread.sleep(Duration.ofNanos(left));
                left = last + patience.toNanos() - System.nanoTime();
            }
            stream.close();
        } catch (InterruptedException | IOException _) {
            Thread.currentThread().interrupt(); // the reader is done, or hears of it itself
        }
    }

    /// Something came.
    void alive() {
        last = System.nanoTime();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
