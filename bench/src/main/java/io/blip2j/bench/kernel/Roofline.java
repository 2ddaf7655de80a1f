package io.blip2j.bench.kernel;

import io.blip2j.core.parallel.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// What this machine can do at most right now, with all workers: fused multiply-adds in registers, and a triad over
/// memory.
final class Roofline {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int CHAINS = 12; // as many as two units of latency 4 to 6 need
    private static final int ROUNDS = 200_000;
    private static final int TRIES = 5;
    private static final int BLOCK = 4096;
    private static final float FACTOR = 0.999f;

    private static volatile float sink;

    private Roofline() {}

    /// GFLOP/s of independent chains `a = a·b + c`, the best of a few tries of some milliseconds.
    static double peakGflops() {
        Workers workers = Workers.shared();
        double flops = 2.0 * CHAINS * SPECIES.length() * ROUNDS * workers.count();
        return best(flops, () -> workers.region((rank, ranks) -> sink = chains(ROUNDS)));
    }

    private static float chains(int rounds) {
        FloatVector b = FloatVector.broadcast(SPECIES, FACTOR);
        FloatVector c = FloatVector.broadcast(SPECIES, 1e-3f);
        FloatVector a0 = c;
        FloatVector a1 = c;
        FloatVector a2 = c;
        FloatVector a3 = c;
        FloatVector a4 = c;
        FloatVector a5 = c;
        FloatVector a6 = c;
        FloatVector a7 = c;
        FloatVector a8 = c;
        FloatVector a9 = c;
        FloatVector a10 = c;
        FloatVector a11 = c;
        for (int i = 0; i < rounds; i++) {
            a0 = a0.fma(b, c);
            a1 = a1.fma(b, c);
            a2 = a2.fma(b, c);
            a3 = a3.fma(b, c);
            a4 = a4.fma(b, c);
            a5 = a5.fma(b, c);
            a6 = a6.fma(b, c);
            a7 = a7.fma(b, c);
            a8 = a8.fma(b, c);
            a9 = a9.fma(b, c);
            a10 = a10.fma(b, c);
            a11 = a11.fma(b, c);
        }
        FloatVector sum = a0.add(a1)
                .add(a2)
                .add(a3)
                .add(a4)
                .add(a5)
                .add(a6)
                .add(a7)
                .add(a8)
                .add(a9)
                .add(a10)
                .add(a11);
        return sum.lane(0);
    }

    /// GB/s of `a = b + s·c` over arrays of `n` floats, twelve bytes an element.
    static double triadGigabytes(float[] a, float[] b, float[] c, int n) {
        Workers workers = Workers.shared();
        int blocks = (n + BLOCK - 1) / BLOCK;
        int repeats = Math.max(1, (1 << 20) / n); // a short one is timed many times over
        return best(12.0 * n * repeats, () -> {
            for (int k = 0; k < repeats; k++) {
                workers.forEach(blocks, block -> triad(a, b, c, block * BLOCK, Math.min(n, (block + 1) * BLOCK)));
            }
        });
    }

    private static void triad(float[] a, float[] b, float[] c, int from, int to) {
        int i = from;
        for (; i <= to - SPECIES.length(); i += SPECIES.length()) {
            FloatVector x = FloatVector.fromArray(SPECIES, b, i);
            FloatVector y = FloatVector.fromArray(SPECIES, c, i);
            y.mul(FACTOR).add(x).intoArray(a, i);
        }
        for (; i < to; i++) {
            a[i] = b[i] + FACTOR * c[i];
        }
    }

    /// Billions of `work` a second, the best of a few tries.
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
