package io.blip2j.blip2;

/// Seconds since it was last asked.
final class Clock {
    private long last = System.nanoTime();

    double lap() {
        long now = System.nanoTime();
        double seconds = (now - last) / 1e9;
        last = now;
        return seconds;
    }
}
