package io.blip2j.bench.model;

import io.blip2j.bench.Rates;
import io.blip2j.blip2.language.DecodingSession;
import io.blip2j.blip2.language.LanguageModel;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.tensor.Tensor;
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

/// One more token for each row behind a prompt of 40 places, which the first step of each answer of 64 reads: an
/// operation is one token a row.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx8g"})
public class Decode {
    private static final int PROMPT = 40;
    private static final int ANSWER = 64;

    /// Sizes by name.
    @Param({"OPT_125M", "OPT_1_3B"})
    public Preset preset;

    /// What the weights are kept as.
    @Param({"F32", "BF16"})
    public MatrixFormat weights;

    /// Rows: one text, five beams.
    @Param({"1", "5"})
    public int rows;

    private LanguageModel language;
    private Tensor embeds;
    private long[][] ids;
    private DecodingSession session;
    private int step;
    private Work work;

    /// Fills the language model.
    @Setup(Level.Trial)
    public void model() {
        BenchModel bench = new BenchModel(preset, Backends.select(), weights, 0);
        language = bench.model().language();
        bench.fill(language);
        embeds = bench.noise(rows, PROMPT, preset.config().text().hiddenSize());
        ids = bench.ids(ANSWER, rows, preset.config().text().vocabSize());
        work = Work.decode(preset.config(), rows, PROMPT, ANSWER / 2.0, bench.width());
    }

    /// One more token for each row.
    @Benchmark
    public DecodingSession step(Rates rates) {
        if (step % ANSWER == 0) {
            session = language.begin(embeds, null, ANSWER);
        }
        session.advance(ids[step++ % ANSWER]);
        rates.add(work);
        return session;
    }
}
