package io.blip2j.tools.bench;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// Repeats a job: first until the JVM has compiled it, then as often as asked; the median counts.
///
/// @param reps repetitions that count
/// @param warmUp seconds of repetitions that do not
/// @param clock what those seconds are told by
record Stopwatch(int reps, double warmUp, Clock clock) {
    private static final int FEWEST = 2;
    private static final int SHORT = 1_000;

    /// Median seconds of a round. Rounds of microseconds are repeated until a clock can tell their time.
    /// @param progress is told how many of the repetitions are done
    double median(Job job, IntConsumer progress) {
        long began = clock.nanos();
        double least = Double.MAX_VALUE;
        for (int done = 0; done < FEWEST && warmUp > 0 || (clock.nanos() - began) / 1e9 < warmUp; done++) {
            least = Math.min(least, job.round().seconds());
        }
        int together = warmUp > 0 ? (int) Math.clamp(1e-2 / least, 1, SHORT) : 1;
        double[] seconds = new double[reps];
        for (int rep = 0; rep < reps; rep++) {
            for (int i = 0; i < together; i++) {
                seconds[rep] += job.round().seconds() / together;
            }
            progress.accept(rep + 1);
        }
        Arrays.sort(seconds);
        return (seconds[reps / 2] + seconds[(reps - 1) / 2]) / 2;
    }
}
