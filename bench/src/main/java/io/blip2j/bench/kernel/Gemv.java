package io.blip2j.bench.kernel;

import io.blip2j.bench.Rates;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.backend.UnaryFunction;
import io.blip2j.core.op.update.Packing;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.tools.bench.BenchModel;
import io.blip2j.tools.bench.Work;
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

/// A few rows times a frozen matrix, as in decoding: `percentOfReading` is what counts, since each weight is read
/// once and used a few times.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx3g"})
public class Gemv {
    /// Rows: one text, five beams.
    @Param({"1", "5"})
    public int rows;

    /// Outputs and inputs: one that stays in the L2 cache, OPT-1.3B's feed-forward, its head.
    @Param({"128x2048", "8192x2048", "50304x2048"})
    public String size;

    /// What the weights are kept as.
    @Param({"F32", "BF16"})
    public MatrixFormat weights;

    private Tensor x;
    private Tensor y;
    private PackedMatrix w;
    private Work work;

    /// Makes the operands and checks the product against the plain loops.
    @Setup(Level.Trial)
    public void operands() {
        String[] sizes = size.split("x");
        int n = Integer.parseInt(sizes[0]);
        int k = Integer.parseInt(sizes[1]);
        x = Operands.random("x", rows, k);
        y = Operands.room(rows, n);
        w = Packing.pack("w", Operands.random("w", n, k), weights);
        work = Work.linear(rows, n, k, BenchModel.width(weights));
        product();
        Tensor rounded = Operands.plain(Packing.unpack(w, Operands.BACKEND));
        Operands.check("gemv", y, Operands.plain(x).matmul(rounded.transpose(0, 1)), k);
    }

    private void product() {
        Operands.BACKEND.kernels().linear(x.operand(), w, null, UnaryFunction.IDENTITY, null, y.operand());
    }

    /// `y = x·wᵀ`.
    @Benchmark
    public Tensor product(Rates rates) {
        product();
        rates.add(work);
        return y;
    }
}
