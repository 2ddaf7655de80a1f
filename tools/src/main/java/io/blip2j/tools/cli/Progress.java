package io.blip2j.tools.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/// One line that says how far a job is and how long it still takes.
///
/// On a terminal the line is redrawn in place, at most ten times a second. Elsewhere (a file, a pipe) a new line
/// comes every few seconds, so that a log stays readable. The end is always said, with the time it took.
public final class Progress implements AutoCloseable {
    private static final long REDRAW = 100_000_000L;
    private static final long NEW_LINE = 5_000_000_000L;

    private final PrintStream err;
    private final int columns;
    private final String what;
    private final long total;
    private final LongSupplier clock;
    private final long start;
    private long drawn;
    private long done;
    private long first = -1;
    private long firstAt;
    private String detail = "";
    private boolean closed;

    /// @param err where to draw, null for nowhere
    /// @param columns width of the terminal, 0 if it is none
    /// @param what the job
    /// @param total how many, 0 if unknown
    /// @param clock nanoseconds
    Progress(PrintStream err, int columns, String what, long total, LongSupplier clock) {
        this.err = err;
        this.columns = columns;
        this.what = what;
        this.total = total;
        this.clock = clock;
        this.start = clock.getAsLong();
        this.drawn = start - REDRAW;
    }

    /// Says that `done` of the total are done.
    public void update(long count) {
        update(count, "");
    }

    /// Says that `done` of the total are done, with a word on the state, such as `loss 1.23`.
    public synchronized void update(long count, String state) {
        long now = clock.getAsLong();
        done = count;
        detail = state;
        if (first < 0) {
            first = count;
            firstAt = now;
        }
        if (err != null && !closed && now - drawn >= (columns > 0 ? REDRAW : NEW_LINE)) {
            drawn = now;
            draw(now);
        }
    }

    private void draw(long now) {
        StringBuilder line = new StringBuilder(what).append("  ").append(done);
        if (total > 0) {
            line.append('/')
                    .append(total)
                    .append("  ")
                    .append(100 * done / total)
                    .append(" %");
        }
        if (!detail.isEmpty()) {
            line.append("  ").append(detail);
        }
        if (total > done && done > first) {
            // The first step, slow while the JVM warms up, does not count.
            double left = (double) (now - firstAt) / (done - first) * (total - done);
            line.append("  ").append(duration((long) left)).append(" left");
        }
        if (columns > 0) {
            line.setLength(Math.min(line.length(), columns - 1));
            err.print("\r" + line + "\u001b[K");
            err.flush();
        } else {
            err.println(line);
        }
    }

    /// Ends the line, with the time that the job took.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (err != null) {
            String count = total > 0 && done != total ? done + "/" + total : Long.toString(done);
            String end = what + "  " + count + (detail.isEmpty() ? "" : "  " + detail) + "  in "
                    + duration(clock.getAsLong() - start);
            err.println(columns > 0 ? "\r" + end + "\u001b[K" : end);
        }
    }

    /// `850 ms`, `12.3 s`, `4 min 05 s`, `2 h 10 min`.
    public static String duration(long nanoseconds) {
        double seconds = nanoseconds / 1e9;
        if (seconds < 1) {
            return Math.round(seconds * 1000) + " ms";
        }
        if (seconds < 59.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
        }
        return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }
}
