package io.blip2j.bench;

import io.blip2j.core.backend.vector.Peaks;
import io.blip2j.tools.bench.Work;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What a benchmark did in a second, beside what the machine could have done: JMH prints these as columns of
/// their own. Both limits are measured before every iteration.
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class Rates {
    private static final int READ_FLOATS = 1 << 25;
    private static final float[] MEMORY = new float[READ_FLOATS];

    /// GFLOP/s.
    public double gflops;
    /// Share of the peak of fused multiply-adds.
    public double percentOfPeak;
    /// GB/s of weights, keys and values.
    public double gigabytes;
    /// Share of the rate at which memory can be read.
    public double percentOfReading;

    private double peak;
    private double reading;

    /// Measures the machine.
    @Setup(Level.Iteration)
    public void limits() {
        peak = Peaks.gflops();
        reading = Peaks.readGigabytes(MEMORY);
    }

    /// Counts one operation.
    public void add(Work work) {
        gflops += work.flops() / 1e9;
        percentOfPeak += 100 * work.flops() / 1e9 / peak;
        gigabytes += work.bytes() / 1e9;
        percentOfReading += 100 * work.bytes() / 1e9 / reading;
    }
}
