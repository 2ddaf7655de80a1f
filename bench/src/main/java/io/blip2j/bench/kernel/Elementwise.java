package io.blip2j.bench.kernel;

import io.blip2j.core.backend.AdamStep;
import io.blip2j.core.backend.BinaryFunction;
import io.blip2j.core.backend.Kernels;
import io.blip2j.core.backend.UnaryFunction;
import io.blip2j.core.backend.vector.Peaks;
import io.blip2j.core.op.norm.LayerNorm;
import io.blip2j.core.random.RandomKey;
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

/// Functions number by number, of rows, and an optimiser's step: `gigabytes` is GB/s read and written,
/// `percentOfTriad` the share of a triad over arrays as long as these that was measured before the same
/// iteration.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx2g"})
public class Elementwise {
    private static final int ROW = 1024;
    private static final double EPS = 1e-6;
    private static final AdamStep ADAM = new AdamStep(1e-4, 0.9, 0.98, 1e-8, 0.05, 100);
    private static final RandomKey KEY = RandomKey.of(1, "dropout");
    private static final int CLASSES = 50_304;

    /// Floats of one operand: 16 KB, 512 KB, 16 MB, 128 MB.
    @Param({"4096", "131072", "4194304", "33554432"})
    public int n;

    private double triad;
    private Kernels kernels;
    private Tensor x;
    private Tensor other;
    private Tensor y;
    private Tensor weight;
    private Tensor moment;
    private Tensor square;
    private Tensor logits;
    private Tensor targets;
    private Tensor loss;
    private Tensor logSumExp;
    private float[] a;
    private float[] b;
    private float[] c;

    /// What a second holds, summed over calls by JMH.
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Rate {
        public double gigabytes;
        public double percentOfTriad;

        /// @param operands how many arrays are read or written
        private void add(Elementwise suite, double operands) {
            double moved = 4e-9 * operands * suite.n;
            gigabytes += moved;
            percentOfTriad += 100 * moved / suite.triad;
        }
    }

    /// Makes the operands and checks every kernel against the plain loops.
    @Setup(Level.Trial)
    public void operands() {
        kernels = Operands.BACKEND.kernels();
        x = Operands.random("x", n / ROW, ROW);
        other = Operands.random("other", n / ROW, ROW);
        y = Operands.room(n / ROW, ROW);
        weight = Operands.random("weight", ROW);
        moment = Operands.room(n / ROW, ROW);
        square = Operands.room(n / ROW, ROW);
        int rows = Math.max(1, n / CLASSES);
        logits = Operands.random("logits", rows, CLASSES);
        targets = Tensor.of(Operands.BACKEND, new long[rows], rows);
        loss = Operands.room(rows);
        logSumExp = Operands.room(rows);
        a = new float[n];
        b = other.toFloats();
        c = x.toFloats();
        Tensor plain = Operands.plain(x);
        add();
        Operands.check("add", y, plain.add(Operands.plain(other)), 1);
        unary(UnaryFunction.RELU);
        Operands.check("relu", y, plain.relu(), 1);
        unary(UnaryFunction.GELU);
        Operands.check("gelu", y, plain.gelu(), 1);
        unary(UnaryFunction.EXP);
        Operands.check("exp", y, plain.exp(), 1);
        softmax();
        Operands.check("softmax", y, plain.softmax(-1), ROW);
        layerNorm();
        Tensor factor = Operands.plain(weight);
        Operands.check("layerNorm", y, LayerNorm.of(plain, factor, factor, EPS), ROW);
    }

    /// The machine's limit, measured beside each iteration.
    @Setup(Level.Iteration)
    public void triad() {
        triad = Peaks.triadGigabytes(a, b, c, n);
    }

    private void unary(UnaryFunction f) {
        kernels.unary(f, 0, 0, x.operand(), y.operand());
    }

    private void add() {
        kernels.binary(BinaryFunction.ADD, x.operand(), other.operand(), y.operand());
    }

    private void softmax() {
        kernels.softmax(x.operand(), false, y.operand());
    }

    private void layerNorm() {
        kernels.layerNorm(x.operand(), weight.operand(), weight.operand(), EPS, y.operand(), null);
    }

    /// `y = x + other`.
    @Benchmark
    public Tensor add(Rate rate) {
        add();
        rate.add(this, 3);
        return y;
    }

    /// `y = max(x, 0)`.
    @Benchmark
    public Tensor relu(Rate rate) {
        unary(UnaryFunction.RELU);
        rate.add(this, 2);
        return y;
    }

    /// `y = x·Φ(x)`.
    @Benchmark
    public Tensor gelu(Rate rate) {
        unary(UnaryFunction.GELU);
        rate.add(this, 2);
        return y;
    }

    /// `y = e^x`.
    @Benchmark
    public Tensor exp(Rate rate) {
        unary(UnaryFunction.EXP);
        rate.add(this, 2);
        return y;
    }

    /// Softmax of rows of 1024.
    @Benchmark
    public Tensor softmax(Rate rate) {
        softmax();
        rate.add(this, 2);
        return y;
    }

    /// Layer normalisation of rows of 1024.
    @Benchmark
    public Tensor layerNorm(Rate rate) {
        layerNorm();
        rate.add(this, 2);
        return y;
    }

    /// `y = x·mask/(1-p)`.
    @Benchmark
    public Tensor dropout(Rate rate) {
        kernels.dropout(x.operand(), 0.1f, KEY, y.operand());
        rate.add(this, 2);
        return y;
    }

    /// AdamW: four arrays read, three written.
    @Benchmark
    public Tensor adamW(Rate rate) {
        kernels.adamW(ADAM, 1, y.operand(), x.operand(), moment.operand(), square.operand());
        rate.add(this, 7);
        return y;
    }

    /// `-log softmax(logits)[target]` of rows of 50304 classes, at least one row.
    @Benchmark
    public Tensor crossEntropy(Rate rate) {
        kernels.crossEntropy(logits.operand(), targets.operand(), -100, 0, loss.operand(), logSumExp.operand());
        rate.add(this, (double) logits.shape().size() / n);
        return loss;
    }
}
