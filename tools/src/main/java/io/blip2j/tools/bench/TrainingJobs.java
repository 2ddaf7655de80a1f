package io.blip2j.tools.bench;

import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.model.Blip2Config;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.blip2.stage1.Stage1Batch;
import io.blip2j.blip2.stage1.Stage1Model;
import io.blip2j.blip2.stage2.LanguageModelingLoss;
import io.blip2j.blip2.stage2.TextBatch;
import io.blip2j.blip2.train.Recipe;
import io.blip2j.blip2.train.TrainingLoop;
import io.blip2j.core.memory.Step;
import io.blip2j.core.parallel.Single;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// Optimiser steps as the stages take them, dropout included, from images that the frozen encoder has seen already.
///
/// @param bench preset, type of the frozen language model's weights
/// @param batch samples of a step
/// @param words ids of each text
public record TrainingJobs(BenchModel bench, int batch, int words) {
    private static final int STEPS = 1 << 20;
    private static final double RATE = 1e-4;

    private Blip2Config config() {
        return bench.preset().config();
    }

    private Recipe recipe() {
        return Recipe.phase(0, STEPS, batch, RATE);
    }

    private Tensor imageTokens() {
        return bench.noise(batch, config().vision().tokens(), config().vision().hiddenSize());
    }

    /// Stage 1: contrast, matching, captioning; the Q-Former and its heads learn.
    public Job stage1() {
        Stage1Model model =
                new Stage1Model(bench.preset().retrieval(), config().qformer().vocabSize() - 1L);
        Tensor tokens = imageTokens();
        model.parameters().stream()
                .filter(parameter -> !parameter.path().startsWith("vision_model.")
                        || parameter.path().startsWith("vision_model.post_layernorm."))
                .forEach(bench.weightsSource()::learn);
        long[][] ids = bench.ids(batch, words, config().qformer().vocabSize());
        long[][] mask = new long[batch][words];
        Arrays.stream(mask).forEach(row -> Arrays.fill(row, 1));
        TrainingLoop loop = new TrainingLoop("stage1", recipe(), model.learning(), _ -> {});
        Job.Round round = steps(loop, step -> {
            Pass pass = new Pass("", true, 0, step, 0);
            Stage1Batch samples = new Stage1Batch(model.vision().imageEmbeds(tokens), ids, mask);
            return model.losses(samples, pass, Stage1Model.Options.LAVIS, new Single(), Recorder.NONE)
                    .total();
        });
        return new Job(Part.STAGE1, List.of(), Job.IMAGES, batch, Work.stage1(config(), batch, words), round);
    }

    /// Stage 2: the frozen language model reads the queries and is to say the text; the Q-Former learns.
    public Job stage2() {
        Blip2ForConditionalGeneration model = bench.fresh();
        bench.fill(model.language());
        NoiseWeights source = bench.weightsSource();
        source.learn(model.qformer());
        source.learn(model.projection());
        source.learn(model.queryTokens());
        model.vision().parameters().stream()
                .filter(parameter -> parameter.path().contains("post_layernorm."))
                .forEach(source::learn);
        Tensor tokens = imageTokens();
        List<long[]> texts = List.of(bench.ids(batch, words, config().text().vocabSize()));
        boolean causal = config().text().decoderOnly();
        long pad = config().text().padTokenId();
        TextBatch samples =
                causal ? TextBatch.causal(texts, 0, words, pad) : TextBatch.prefix(texts, texts, words, pad);
        TrainingLoop loop = new TrainingLoop("stage2", recipe(), model.learning(), _ -> {});
        Job.Round round = steps(loop, step -> {
            Pass pass = new Pass("lm", true, 0, step, 0);
            Tensor prompts = model.prompts(model.vision().imageEmbeds(tokens), pass.named("image"), Recorder.NONE);
            return LanguageModelingLoss.loss(model.language(), prompts, samples, pass);
        });
        int seq = config().queries() + words;
        Work work = Work.stage2(config(), batch, seq, words, bench.width());
        return new Job(Part.STAGE2, List.of(), Job.IMAGES, batch, work, round);
    }

    private Job.Round steps(TrainingLoop loop, IntFunction<Tensor> loss) {
        AtomicInteger step = new AtomicInteger();
        return Job.whole(bench.clock(), () -> {
            try (Step _ = Step.open()) {
                int number = step.getAndIncrement();
                loop.step(number, loss.apply(number), Map.of());
            }
        });
    }
}
