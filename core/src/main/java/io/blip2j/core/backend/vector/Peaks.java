package io.blip2j.core.backend.vector;

import io.blip2j.core.parallel.Workers;
import jdk.incubator.vector.FloatVector;

/// What this machine can do at most right now, with all workers: fused multiply-adds in registers, reading
/// memory, and a triad over memory. Benchmarks quote their figures as shares of these, taken in the same process.
///
/// Each figure is the best of a few tries of some milliseconds: neighbours on the machine only ever slow a try
/// down.
public final class Peaks {
    private static final int CHAINS = 12; // as many as two units of latency 4 to 6 need
    private static final int ROUNDS = 100_000;
    private static final int CALL = 1_000; // short calls: compiled whole, never replaced while they run
    private static final int TRIES = 7;
    private static final float FACTOR = 0.999f;

    private static volatile float sink;

    private Peaks() {}

    /// GFLOP/s of independent chains `x = a·b + x`.
    public static double gflops() {
        Workers workers = Workers.shared();
        double flops = 2.0 * CHAINS * Lanes.COUNT * ROUNDS * workers.count();
        return best(
                flops,
                () -> workers.region((rank, ranks) -> {
                    for (int done = 0; done < ROUNDS; done += CALL) {
                        sink = chains(CALL);
                    }
                }));
    }

    /// The sum is the destination: C2 ties it to the addend, the other way round each step copies a register.
    private static float chains(int rounds) {
        FloatVector a = FloatVector.broadcast(Lanes.FLOATS, FACTOR);
        FloatVector b = FloatVector.broadcast(Lanes.FLOATS, 1e-3f);
        FloatVector x0 = b;
        FloatVector x1 = b;
        FloatVector x2 = b;
        FloatVector x3 = b;
        FloatVector x4 = b;
        FloatVector x5 = b;
        FloatVector x6 = b;
        FloatVector x7 = b;
        FloatVector x8 = b;
        FloatVector x9 = b;
        FloatVector x10 = b;
        FloatVector x11 = b;
        for (int i = 0; i < rounds; i++) {
            x0 = a.fma(b, x0);
            x1 = a.fma(b, x1);
            x2 = a.fma(b, x2);
            x3 = a.fma(b, x3);
            x4 = a.fma(b, x4);
            x5 = a.fma(b, x5);
            x6 = a.fma(b, x6);
            x7 = a.fma(b, x7);
            x8 = a.fma(b, x8);
            x9 = a.fma(b, x9);
            x10 = a.fma(b, x10);
            x11 = a.fma(b, x11);
        }
        FloatVector sum = x0.add(x1).add(x2).add(x3).add(x4).add(x5);
        return sum.add(x6).add(x7).add(x8).add(x9).add(x10).add(x11).lane(0);
    }

    /// GB/s of reading an array, each worker its own stretch; it had better be several times the last cache.
    public static double readGigabytes(float[] data) {
        Workers workers = Workers.shared();
        return best(
                4.0 * data.length,
                () -> workers.region((rank, ranks) -> {
                    int to = (int) ((long) data.length * (rank + 1) / ranks);
                    float sum = 0;
                    for (int at = (int) ((long) data.length * rank / ranks); at < to; at += Pieces.BLOCK) {
                        sum += sum(data, at, Math.min(to, at + Pieces.BLOCK));
                    }
                    sink = sum;
                }));
    }

    private static float sum(float[] data, int from, int to) {
        FloatVector s0 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int step = 4 * Lanes.COUNT;
        for (int i = from; i <= to - step; i += step) {
            s0 = s0.add(FloatVector.fromArray(Lanes.FLOATS, data, i));
            s1 = s1.add(FloatVector.fromArray(Lanes.FLOATS, data, i + Lanes.COUNT));
            s2 = s2.add(FloatVector.fromArray(Lanes.FLOATS, data, i + 2 * Lanes.COUNT));
            s3 = s3.add(FloatVector.fromArray(Lanes.FLOATS, data, i + 3 * Lanes.COUNT));
        }
        return s0.add(s1).add(s2).add(s3).lane(0);
    }

    /// GB/s of `a = b + s·c` over the first `n` floats of arrays, twelve bytes an element.
    public static double triadGigabytes(float[] a, float[] b, float[] c, int n) {
        int repeats = Math.max(1, (1 << 20) / n); // a short one is timed many times over
        return best(12.0 * n * repeats, () -> {
            for (int k = 0; k < repeats; k++) {
                Pieces.blocks(n, (from, to) -> triad(a, b, c, from, to));
            }
        });
    }

    private static void triad(float[] a, float[] b, float[] c, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector x = FloatVector.fromArray(Lanes.FLOATS, b, i);
            FloatVector y = FloatVector.fromArray(Lanes.FLOATS, c, i);
            y.mul(FACTOR).add(x).intoArray(a, i);
        }
        for (; i < to; i++) {
            a[i] = b[i] + FACTOR * c[i];
        }
    }

    /// Billions of `work` a second.
    private static double best(double work, Runnable run) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            long before = System.nanoTime();
            run.run();
            least = Math.min(least, System.nanoTime() - before);
        }
        return work / least;
    }
}
