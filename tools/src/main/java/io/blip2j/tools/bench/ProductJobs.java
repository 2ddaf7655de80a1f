package io.blip2j.tools.bench;

import io.blip2j.blip2.model.Blip2Config;
import io.blip2j.blip2.vit.VisionConfig;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.memory.Step;
import io.blip2j.core.op.linear.Linear;
import io.blip2j.core.op.update.Packing;
import io.blip2j.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Single products: a cube, and those of a model's layers on one picture or one prompt.
///
/// | product | `[m, n, k]` |
/// |---|---|
/// | encoder: qkv, output, up, down | `[tokens, 3·hidden, hidden]`, ... |
/// | encoder: scores and sums of one head | `[tokens, tokens, headDim]`, `[tokens, headDim, tokens]` |
/// | Q-Former: keys of the image, up | `[tokens, hidden, imageHidden]`, `[queries, ffn, hidden]` |
/// | language model: attention, reading and writing | `[prompt, hidden, hidden]`, `[prompt, 4·hidden, hidden]`, `[1, ...]` |
///
/// @param bench its preset and type of weights
/// @param prompt words of a prompt behind the queries
public record ProductJobs(BenchModel bench, int prompt) {
    private static final int CUBE = 1024;

    /// All of them.
    public List<Job> all() {
        Blip2Config c = bench.preset().config();
        VisionConfig v = c.vision();
        int tokens = v.tokens();
        int hidden = v.hiddenSize();
        int text = c.text().hiddenSize();
        int seq = c.queries() + prompt;
        List<Job> jobs = new ArrayList<>();
        jobs.add(linear(CUBE, CUBE, CUBE));
        jobs.add(linear(tokens, 3 * hidden, hidden));
        jobs.add(linear(tokens, hidden, hidden));
        jobs.add(linear(tokens, v.intermediateSize(), hidden));
        jobs.add(linear(tokens, hidden, v.intermediateSize()));
        jobs.add(heads(v.heads(), tokens, tokens, hidden / v.heads()));
        jobs.add(heads(v.heads(), tokens, hidden / v.heads(), tokens));
        jobs.add(linear(tokens, c.qformer().hiddenSize(), hidden));
        jobs.add(linear(c.queries(), c.qformer().intermediateSize(), c.qformer().hiddenSize()));
        jobs.add(linear(seq, text, text));
        jobs.add(linear(seq, 4 * text, text));
        jobs.add(linear(seq, text, 4 * text));
        jobs.add(linear(1, 4 * text, text));
        return jobs;
    }

    /// Rows times a constant `[n, k]`.
    private Job linear(int m, int n, int k) {
        Tensor x = bench.noise(m, k);
        PackedMatrix w = Packing.pack("w", bench.noise(n, k), bench.weights());
        return job(m, n, k, Work.linear(m, n, k, bench.width()), 1, () -> Linear.of(x, w, null));
    }

    /// One product of computed factors, timed as attention does it: all heads in one call.
    private Job heads(int heads, int m, int n, int k) {
        Tensor a = bench.noise(heads, m, k);
        Tensor b = bench.noise(heads, k, n);
        return job(m, n, k, Work.linear(m, n, k, Float.BYTES), heads, () -> a.matmul(b));
    }

    private Job job(int m, int n, int k, Work work, int products, Runnable run) {
        Job.Round round = Job.whole(bench.clock(), () -> {
            try (NoGrad _ = NoGrad.open();
                    Step _ = Step.open()) {
                run.run();
            }
        });
        return new Job(Part.GEMM, List.of(m, n, k), null, 1, work, () -> round.seconds() / products);
    }
}
