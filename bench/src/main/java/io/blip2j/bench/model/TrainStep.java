package io.blip2j.bench.model;

import io.blip2j.bench.Rates;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.tools.bench.BenchModel;
import io.blip2j.tools.bench.Job;
import io.blip2j.tools.bench.Preset;
import io.blip2j.tools.bench.TrainingJobs;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One optimiser step: losses, gradients, clipping, AdamW.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx8g"})
public class TrainStep {
    private static final int WORDS = 8;

    /// Sizes by name.
    @Param({"TINY", "OPT_125M"})
    public Preset preset;

    /// Which stage.
    @Param({"1", "2"})
    public int stage;

    /// Samples of a step.
    @Param("8")
    public int batch;

    private Job job;

    /// Fills the model.
    @Setup(Level.Trial)
    public void model() {
        BenchModel bench = new BenchModel(preset, Backends.select(), MatrixFormat.F32, 0);
        TrainingJobs jobs = new TrainingJobs(bench, batch, WORDS);
        job = stage == 1 ? jobs.stage1() : jobs.stage2();
    }

    /// One step.
    @Benchmark
    public double step(Rates rates) {
        rates.add(job.work());
        return job.round().seconds();
    }
}
