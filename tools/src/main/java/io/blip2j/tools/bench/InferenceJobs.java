package io.blip2j.tools.bench;

import io.blip2j.blip2.generate.GenerationConfig;
import io.blip2j.blip2.language.DecodingSession;
import io.blip2j.blip2.language.LanguageModel;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.model.Blip2Config;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.blip2.qformer.ImageKeys;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.memory.Step;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// From pixels to captions, part by part and whole.
///
/// @param bench the model
/// @param batch pictures, and prompts
/// @param prompt words of a prompt behind the queries
/// @param words new ones
/// @param beams hypotheses of a prompt: rows when decoding
public record InferenceJobs(BenchModel bench, int batch, int prompt, int words, int beams) {
    private Blip2ForConditionalGeneration model() {
        return bench.model();
    }

    private Blip2Config config() {
        return bench.preset().config();
    }

    private int seq() {
        return config().queries() + prompt;
    }

    /// Runs without a memory of operations, in a step of its own.
    private Job.Round inferring(Runnable run) {
        return Job.whole(bench.clock(), () -> {
            try (NoGrad _ = NoGrad.open();
                    Step _ = Step.open()) {
                run.run();
            }
        });
    }

    /// Image encoder, with its last norm.
    public Job vision() {
        bench.fill(model().vision());
        Tensor pixels = bench.pixels(batch);
        Job.Round round = inferring(() -> model().imageEmbeds(pixels, false, Pass.EVALUATION, Recorder.NONE));
        Work work = Work.vision(config().vision(), batch, bench.width());
        return new Job(Part.VISION, List.of(), Job.IMAGES, batch, work, round);
    }

    /// Queries that look at encoded images, whose keys and values are computed too.
    public Job qformer() {
        bench.fill(model().qformer());
        bench.fillQueries();
        Tensor embeds = imageEmbeds();
        Job.Round round = inferring(() -> {
            ImageKeys keys = model().qformer().imageKeys(embeds, AttentionMask.none());
            model().qformer().image(model().queryTokens().tensor(), batch, keys, Pass.EVALUATION);
        });
        return new Job(Part.QFORMER, List.of(), Job.IMAGES, batch, Work.qformer(config(), batch, bench.width()), round);
    }

    private Tensor imageEmbeds() {
        return bench.noise(batch, config().vision().tokens(), config().vision().hiddenSize());
    }

    private Tensor embeds() {
        return bench.noise(batch, seq(), config().text().hiddenSize());
    }

    /// All places of the prompts, and the logits of the last one.
    public Job prefill() {
        LanguageModel language = model().language();
        bench.fill(language);
        Tensor embeds = embeds();
        Job.Round round = inferring(() -> language.begin(embeds, null, words));
        Work work = Work.prefill(config(), batch, seq(), bench.width());
        return new Job(Part.PREFILL, List.of(), Job.TOKENS, (double) batch * seq(), work, round);
    }

    /// One more token for every row, as a mean over all new ones.
    public Job decode() {
        LanguageModel language = model().language();
        bench.fill(language);
        Tensor embeds = embeds();
        int rows = batch * beams;
        int[] from = new int[rows];
        Arrays.setAll(from, row -> row / beams);
        long[][] ids = bench.ids(words, rows, config().text().vocabSize());
        Job.Round round = () -> {
            DecodingSession session = language.begin(embeds, null, words).select(from);
            long before = bench.clock().nanos();
            for (long[] next : ids) {
                session.advance(next);
            }
            return (bench.clock().nanos() - before) / 1e9 / words;
        };
        Work work = Work.decode(config(), rows, seq(), words / 2.0, bench.width());
        return new Job(Part.DECODE, List.of(), Job.TOKENS, rows, work, round);
    }

    /// From pixels to ids, none of which ends the caption early; for one picture.
    public Job caption() {
        bench.fill(model().vision(), model().qformer(), model().projection(), model().language());
        bench.fillQueries();
        Tensor pixels = bench.pixels(batch);
        long[][] ids = bench.ids(batch, prompt, config().text().vocabSize());
        long[][] rows = new long[batch][];
        Arrays.setAll(rows, row -> model().prompt(ids[row]));
        GenerationConfig how =
                model().generation().with(Map.of("num_beams", beams, "max_new_tokens", words, "min_new_tokens", words));
        Job.Round all =
                Job.whole(bench.clock(), () -> model().generate(pixels, false, rows, null, how, (_, _, _) -> {}));
        Work work = Work.caption(config(), batch, beams, seq(), words, bench.width());
        return new Job(Part.CAPTION, List.of(), Job.IMAGES, 1, work.times(1.0 / batch), () -> all.seconds() / batch);
    }
}
