package io.blip2j.bench.model;

import io.blip2j.bench.Rates;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.opt.OptConfig;
import io.blip2j.blip2.opt.OptDecoder;
import io.blip2j.blip2.qformer.QFormer;
import io.blip2j.blip2.vit.VisionConfig;
import io.blip2j.blip2.vit.VisionTower;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.memory.Step;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.tools.bench.BenchModel;
import io.blip2j.tools.bench.Preset;
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

/// One layer of each stack at the sizes of BLIP-2 with OPT-1.3B, frozen, without a memory of operations.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx8g"})
public class Layer {
    private static final int WORDS = 64; // none is read
    /// What the weights are kept as.
    @Param({"F32", "BF16"})
    public MatrixFormat weights;

    private BenchModel bench;
    private VisionTower vision;
    private OptDecoder opt;
    private Tensor pixels;
    private Tensor embeds;
    private Tensor imageEmbeds;
    private Work visionWork;
    private Work optWork;
    private Work qformerWork;

    /// Makes an encoder and a language model of one layer, and a whole Q-Former.
    @Setup(Level.Trial)
    public void model() {
        Preset preset = Preset.OPT_1_3B;
        bench = new BenchModel(preset, Backends.select(), weights, 0);
        VisionConfig v = preset.config().vision();
        VisionConfig one = new VisionConfig(
                v.modelType(),
                v.hiddenSize(),
                v.intermediateSize(),
                1,
                v.heads(),
                v.imageSize(),
                v.patchSize(),
                v.channels(),
                v.activation(),
                v.layerNormEps(),
                v.attentionDropout(),
                v.qkvBias());
        vision = VisionTower.of(one);
        OptConfig o = (OptConfig) preset.config().text();
        opt = new OptDecoder(oneLayer(o));
        bench.fill(vision, opt, bench.model().qformer());
        bench.fillQueries();
        pixels = bench.noise(1, v.channels(), v.imageSize(), v.imageSize());
        embeds = bench.noise(1, preset.config().queries() + 8, o.hiddenSize());
        imageEmbeds = bench.noise(1, v.tokens(), v.hiddenSize());
        visionWork = Work.vision(one, 1, bench.width());
        optWork = Work.opt(oneLayer(o), 1, embeds.dim(1), embeds.dim(1), bench.width());
        qformerWork = Work.qformer(preset.config(), 1, bench.width());
    }

    private static OptConfig oneLayer(OptConfig o) {
        return new OptConfig(
                WORDS,
                o.hiddenSize(),
                1,
                o.ffnDim(),
                o.maxPositions(),
                o.normBefore(),
                o.finalNorm(),
                o.embeddingSize(),
                o.dropout(),
                o.attentionDropout(),
                o.heads(),
                o.activation(),
                o.bias(),
                o.padTokenId(),
                o.bosTokenId(),
                o.eosTokenIds(),
                o.tied());
    }

    /// Patches and one layer of ViT-g, one picture.
    @Benchmark
    public Tensor vision(Rates rates) {
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            rates.add(visionWork);
            return vision.tokens(pixels, Pass.EVALUATION);
        }
    }

    /// One layer of OPT-1.3B reading 40 places.
    @Benchmark
    public Tensor opt(Rates rates) {
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            rates.add(optWork);
            return opt.forward(embeds, null, Pass.EVALUATION, Recorder.NONE);
        }
    }

    /// All twelve layers of the Q-Former on one picture.
    @Benchmark
    public QFormer.ImagePass qformer(Rates rates) {
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            rates.add(qformerWork);
            QFormer qformer = bench.model().qformer();
            Tensor queries = bench.model().queryTokens().tensor();
            return qformer.image(queries, 1, qformer.imageKeys(imageEmbeds, AttentionMask.none()), Pass.EVALUATION);
        }
    }
}
