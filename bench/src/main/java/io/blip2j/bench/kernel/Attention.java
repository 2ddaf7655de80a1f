package io.blip2j.bench.kernel;

import io.blip2j.bench.Rates;
import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.memory.Step;
import io.blip2j.core.tensor.Tensor;
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

/// The fused `softmax(q·kᵀ·scale)·v` of all heads, and with its gradients. Its two products count as work, and four
/// more backward; recomputed scores and the softmax do not, so 100 % is out of reach.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx2g"})
public class Attention {
    /// Batch, heads, queries, keys, width of a head: ViT-g, the Q-Former looking at it, a prompt, one of five
    /// beams.
    @Param({"1x16x257x257x88", "4x12x32x257x64", "1x32x40x40x64", "5x32x1x60x64"})
    public String size;

    private AttentionSpec spec;
    private Tensor q;
    private Tensor k;
    private Tensor v;
    private Tensor dy;
    private Work forward;
    private Work both;

    /// Makes the operands and checks the result against the plain loops.
    @Setup(Level.Trial)
    public void operands() {
        int[] s = java.util.Arrays.stream(size.split("x"))
                .mapToInt(Integer::parseInt)
                .toArray();
        spec = AttentionSpec.full((float) (1 / Math.sqrt(s[4])));
        q = Operands.random("q", s[0], s[1], s[2], s[4]).withGradient();
        k = Operands.random("k", s[0], s[1], s[3], s[4]).withGradient();
        v = Operands.random("v", s[0], s[1], s[3], s[4]).withGradient();
        dy = Operands.random("dy", s[0], s[1], s[2], s[4]);
        forward = Work.attention(s[0], s[2], s[3], (double) s[1] * s[4]);
        both = new Work(3 * forward.flops(), 3 * forward.bytes());
        try (NoGrad _ = NoGrad.open()) {
            Tensor expected = attend(Operands.plain(q), Operands.plain(k), Operands.plain(v));
            Operands.check("attention", attend(q, k, v), expected, s[3]);
        }
    }

    private Tensor attend(Tensor queries, Tensor keys, Tensor values) {
        return io.blip2j.core.op.linear.Attention.of(spec, queries, keys, values, null, null);
    }

    /// Forward alone, as in inference.
    @Benchmark
    public Tensor forward(Rates rates) {
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            Tensor y = attend(q, k, v);
            rates.add(forward);
            return y;
        }
    }

    /// Forward and all three gradients.
    @Benchmark
    public Gradients forwardAndBackward(Rates rates) {
        try (Step _ = Step.open()) {
            Gradients gradients = attend(q, k, v).mul(dy).sum().backward();
            rates.add(both);
            return gradients;
        }
    }
}
