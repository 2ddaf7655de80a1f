package io.blip2j.bench.kernel;

import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.Kernels;
import io.blip2j.core.backend.Operand;
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

/// Attention of every query to every key, forward and backward; the softmax is not counted.
@State(Scope.Benchmark)
@Fork(
        value = 1,
        jvmArgs = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx2g"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class Attention {
    /// Batch, heads, queries, keys, head size: the quickstart's, then a layer of ViT-g, then one word of a decoder.
    @Param({"96x4x10x10x24", "96x4x28x28x24", "1x16x257x257x88", "1x32x1x300x80"})
    public String size;

    @Param({"1", "2"})
    public int threads;

    private final Kernels kernels = new VectorBackend().kernels();
    private AttentionSpec spec;
    private Operand q;
    private Operand k;
    private Operand v;
    private Operand out;
    private Operand statistics;
    private Operand dout;
    private Operand dq;
    private Operand dk;
    private Operand dv;
    private double product;

    @Setup
    public void fill() {
        String[] parts = size.split("x");
        int batch = Integer.parseInt(parts[0]);
        int heads = Integer.parseInt(parts[1]);
        int queries = Integer.parseInt(parts[2]);
        int keys = Integer.parseInt(parts[3]);
        int dim = Integer.parseInt(parts[4]);
        Workers.useThreads(threads);
        spec = AttentionSpec.full((float) (1 / Math.sqrt(dim)));
        q = Operands.heads(batch, heads, queries, dim);
        k = Operands.heads(batch, heads, keys, dim);
        v = Operands.heads(batch, heads, keys, dim);
        out = Operands.heads(batch, heads, queries, dim);
        statistics = Operands.normal(batch, heads, queries);
        dout = Operands.heads(batch, heads, queries, dim);
        dq = Operands.heads(batch, heads, queries, dim);
        dk = Operands.heads(batch, heads, keys, dim);
        dv = Operands.heads(batch, heads, keys, dim);
        product = 2.0 * batch * heads * queries * keys * dim;
        kernels.attention(spec, q, k, v, null, null, out, statistics);
    }

    @Benchmark
    public void forward(Flops counter) {
        kernels.attention(spec, q, k, v, null, null, out, statistics);
        counter.flops += 2 * product;
    }

    @Benchmark
    public void backward(Flops counter) {
        kernels.attentionGradient(spec, q, k, v, null, null, out, statistics, dout, dq, dk, dv, null, null);
        counter.flops += 5 * product;
    }
}
