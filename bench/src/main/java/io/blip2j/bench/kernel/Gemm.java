package io.blip2j.bench.kernel;

import io.blip2j.core.backend.Kernels;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.UnaryFunction;
import io.blip2j.core.backend.vector.VectorBackend;
import io.blip2j.core.parallel.Workers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// A linear layer `[rows, k] -> [rows, n]` and its two gradients.
@State(Scope.Benchmark)
@Fork(
        value = 1,
        jvmArgs = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx2g"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class Gemm {
    /// Rows, inputs, outputs: the quickstart's layers, then one of ViT-g.
    @Param({"900x96x96", "900x96x192", "2700x192x96", "257x1408x4224"})
    public String size;

    @Param({"1", "2"})
    public int threads;

    private final Kernels kernels = new VectorBackend().kernels();
    private Operand x;
    private Operand w;
    private Operand bias;
    private Operand y;
    private double work;

    @Setup
    public void fill() {
        String[] parts = size.split("x");
        int rows = Integer.parseInt(parts[0]);
        int k = Integer.parseInt(parts[1]);
        int n = Integer.parseInt(parts[2]);
        Workers.useThreads(threads);
        x = Operands.normal(rows, k);
        w = Operands.normal(n, k);
        bias = Operands.normal(n);
        y = Operands.normal(rows, n);
        work = 2.0 * rows * n * k;
    }

    @Benchmark
    public void linear(Flops counter) {
        kernels.linear(x, w, bias, UnaryFunction.IDENTITY, null, y);
        counter.flops += work;
    }

    @Benchmark
    public void inputGradient(Flops counter) {
        kernels.linearInputGradient(y, w, x);
        counter.flops += work;
    }

    @Benchmark
    public void weightGradient(Flops counter) {
        kernels.linearWeightGradient(y, x, w);
        counter.flops += work;
    }
}
