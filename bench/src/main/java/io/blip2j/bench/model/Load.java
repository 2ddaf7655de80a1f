package io.blip2j.bench.model;

import io.blip2j.bench.Rates;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.op.update.Packing;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.tools.bench.BenchModel;
import io.blip2j.tools.bench.Preset;
import io.blip2j.tools.bench.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Reading a folder into packed matrices, the file being in the page cache, and packing alone: `gigabytes` counts
/// the F32 numbers that are read.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx8g"})
public class Load {
    private static final int SIDE = 4096;

    /// Sizes by name.
    @Param({"TINY", "OPT_125M"})
    public Preset preset;

    /// What the weights become.
    @Param({"F32", "BF16"})
    public MatrixFormat weights;

    private final Backend backend = Backends.select();
    private Path folder;
    private Tensor matrix;
    private Work file;
    private Work pack;

    /// Writes a folder.
    @Setup(Level.Trial)
    public void folder() throws IOException {
        folder = Files.createTempDirectory("blip2-load");
        BenchModel bench = new BenchModel(preset, backend, MatrixFormat.F32, 0);
        Blip2ForConditionalGeneration model = bench.model();
        bench.fill(model);
        model.save(folder);
        matrix = bench.noise(SIDE, SIDE);
        file = new Work(0, 4.0 * model.parameterCount());
        pack = new Work(0, 4.0 * SIDE * SIDE);
    }

    /// Deletes it.
    @TearDown(Level.Trial)
    public void delete() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : files) {
            Files.delete(each);
        }
    }

    /// Reads, freezes and packs a model.
    @Benchmark
    public Blip2ForConditionalGeneration folder(Rates rates) {
        rates.add(file);
        return Blip2ForConditionalGeneration.loadFrozen(folder, backend, weights);
    }

    /// Packs one matrix of 4096 x 4096.
    @Benchmark
    public PackedMatrix pack(Rates rates) {
        rates.add(pack);
        return Packing.pack("matrix", matrix, weights);
    }
}
