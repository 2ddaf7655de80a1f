package io.blip2j.bench.kernel;

import io.blip2j.core.backend.Kernels;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.backend.UnaryFunction;
import io.blip2j.core.backend.vector.Peaks;
import io.blip2j.core.op.update.Packing;
import io.blip2j.core.tensor.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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

/// Products `y = x·wᵀ` of `[rows, k]` and `[n, k]`, and their gradients: `gflops` is GFLOP/s, `percentOfPeak` the
/// share of the peak of fused multiply-adds that was measured before the same iteration.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx2g"})
public class Gemm {
    /// Rows, outputs, inputs: one decoded row, a layer of the quickstart, an attention projection, a text FFN.
    @Param({"1x2560x2560", "264x384x96", "512x768x768", "512x3072x768"})
    public String size;

    private int k;
    private double gflop;
    private double peak;
    private Kernels kernels;
    private Tensor x;
    private Tensor w;
    private Tensor y;
    private Tensor dx;
    private Tensor dw;
    private PackedMatrix bf16;

    /// What a second holds, summed over calls by JMH.
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Rate {
        public double gflops;
        public double percentOfPeak;

        private void add(Gemm gemm) {
            gflops += gemm.gflop;
            percentOfPeak += 100 * gemm.gflop / gemm.peak;
        }
    }

    /// Makes the operands and checks every product against the plain loops.
    @Setup(Level.Trial)
    public void operands() {
        String[] sizes = size.split("x");
        int rows = Integer.parseInt(sizes[0]);
        int n = Integer.parseInt(sizes[1]);
        k = Integer.parseInt(sizes[2]);
        gflop = 2e-9 * rows * n * k;
        kernels = Operands.BACKEND.kernels();
        x = Operands.random("x", rows, k);
        w = Operands.random("w", n, k);
        y = Operands.room(rows, n);
        dx = Operands.room(rows, k);
        dw = Operands.room(n, k);
        bf16 = Packing.pack("w", w, MatrixFormat.BF16);
        check(rows, n);
    }

    private void check(int rows, int n) {
        Tensor plainX = Operands.plain(x);
        Tensor plainW = Operands.plain(w);
        linear();
        Operands.check("linear", y, plainX.matmul(plainW.transpose(0, 1)), k);
        Tensor dy = Operands.plain(y);
        inputGradient();
        Operands.check("inputGradient", dx, dy.matmul(plainW), n * k);
        weightGradient();
        Operands.check("weightGradient", dw, dy.transpose(0, 1).matmul(plainX), rows * k);
        linearBf16();
        Tensor rounded = Operands.plain(Packing.unpack(bf16, Operands.BACKEND));
        Operands.check("linearBf16", y, plainX.matmul(rounded.transpose(0, 1)), k);
    }

    /// The machine's limit, measured beside each iteration.
    @Setup(Level.Iteration)
    public void peak() {
        peak = Peaks.gflops();
    }

    private void linear() {
        kernels.linear(x.operand(), w.operand(), null, UnaryFunction.IDENTITY, null, y.operand());
    }

    private void linearBf16() {
        kernels.linear(x.operand(), bf16, null, UnaryFunction.IDENTITY, null, y.operand());
    }

    private void inputGradient() {
        kernels.linearInputGradient(y.operand(), w.operand(), dx.operand());
    }

    private void weightGradient() {
        kernels.linearWeightGradient(y.operand(), x.operand(), dw.operand());
    }

    /// `y = x·wᵀ` with a parameter.
    @Benchmark
    public Tensor linear(Rate rate) {
        linear();
        rate.add(this);
        return y;
    }

    /// `y = x·wᵀ` with a frozen matrix in bfloat16.
    @Benchmark
    public Tensor linearBf16(Rate rate) {
        linearBf16();
        rate.add(this);
        return y;
    }

    /// `dx = dy·w`.
    @Benchmark
    public Tensor inputGradient(Rate rate) {
        inputGradient();
        rate.add(this);
        return dx;
    }

    /// `dw = dyᵀ·x`.
    @Benchmark
    public Tensor weightGradient(Rate rate) {
        weightGradient();
        rate.add(this);
        return dw;
    }
}
