package io.blip2j.bench.kernel;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Floating-point operations done, two for each multiply-add.
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class Flops {
    public double flops;

    /// Counts from 0 again.
    @Setup(Level.Iteration)
    public void clear() {
        flops = 0;
    }
}
