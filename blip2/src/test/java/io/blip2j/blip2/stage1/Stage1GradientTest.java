package io.blip2j.blip2.stage1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.stage1.Stage1Batch.Negatives;
import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.op.norm.LayerNorm;
import io.blip2j.core.parallel.InProcess;
import io.blip2j.core.parallel.Single;
import io.blip2j.core.shape.DType;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.GradCheck;
import io.blip2j.core.testing.TensorAssert;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Gradients that reach the image embeddings and the norm before them, on one rank and through the gather of several.
class Stage1GradientTest {
    private static final Negatives NEGATIVES = new Negatives(new int[] {1, 2, 3, 0}, new int[] {3, 0, 1, 2});

    @Test
    void gradientOfImageEmbeddingsEqualsDifferences() {
        Backend backend = Backends.named("scalar"); // computes in F64
        Stage1Model model = TinyStage1.model(backend, DType.F64, 0);
        Stage1Model.Options bothSides = new Stage1Model.Options(true, false);
        List<Function<Losses, Tensor>> losses = List.of(Losses::itc, Losses::itm, Losses::itg);
        for (Function<Losses, Tensor> which : losses) {
            GradCheck.check(
                    "stage 1",
                    backend,
                    inputs -> which.apply(model.losses(
                            TinyStage1.batch(inputs[0], NEGATIVES),
                            Pass.EVALUATION,
                            bothSides,
                            new Single(),
                            Recorder.NONE)),
                    TinyStage1.normal(backend, DType.F64, "images", 4, TinyStage1.TOKENS, 12));
        }
    }

    /// `E = x·w + b` with the normalised `x`: so `dw = Σ dE ⊙ x` and `db = Σ dE`.
    @Test
    void normBeforeTheQFormerLearnsWhileTheTowerIsFrozen() {
        for (Backend backend : Backends.available()) {
            Stage1Model model = TinyStage1.model(backend, DType.F32, 0);
            model.vision().freezeTower();
            Tensor pixels = TinyStage1.normal(backend, DType.F32, "pixels", 4, 3, 8, 8);
            Tensor tokens = model.vision().tokens(pixels, Pass.EVALUATION);
            Gradients through = model.losses(
                            TinyStage1.batch(model.vision().imageEmbeds(tokens), NEGATIVES), Pass.EVALUATION)
                    .total()
                    .backward();
            Tensor leaf = model.vision().imageEmbeds(tokens).detach().withGradient();
            Tensor direct = model.losses(TinyStage1.batch(leaf, NEGATIVES), Pass.EVALUATION)
                    .total()
                    .backward()
                    .get(leaf)
                    .reshape(-1, 12);
            Tensor ones = Tensor.full(
                    backend,
                    DType.F32,
                    model.vision().imageEmbeds(tokens).select(0, 0).select(0, 0).shape(),
                    1);
            Tensor normalised = LayerNorm.of(tokens, ones, ones.mul(0), 1e-6).reshape(-1, 12);
            for (Parameter parameter : model.vision().learning()) {
                Tensor expected = (parameter.path().endsWith("weight") ? direct.mul(normalised) : direct).sum(0, false);
                TensorAssert.close(parameter.path(), through.get(parameter.tensor()), expected, 1e-4, 1e-5);
            }
            assertEquals(2, model.vision().learning().size(), "only post_layernorm learns");
        }
    }

    /// Two ranks of two samples have, for each image, twice the gradient that one rank of four has: its mean over the
    /// triples has twice as many terms.
    @Test
    void gradientOfMatchingFlowsThroughTheGatherToTheRankThatOwnsTheImage() throws Exception {
        for (Backend backend : Backends.available()) {
            Tensor images = TinyStage1.normal(backend, DType.F32, "images", 4, TinyStage1.TOKENS, 12);
            Stage1Model model = TinyStage1.model(backend, DType.F32, 0);
            Tensor leaf = images.withGradient();
            Tensor together = model.losses(TinyStage1.batch(leaf, NEGATIVES), Pass.EVALUATION)
                    .itm()
                    .backward()
                    .get(leaf);
            List<Tensor> apart = onTwoRanks(backend, images);
            for (int rank = 0; rank < 2; rank++) {
                Tensor expected = together.slice(0, 2 * rank, 2 * rank + 2).mul(2);
                TensorAssert.close("rank " + rank + " " + backend.name(), apart.get(rank), expected, 1e-4, 1e-6);
            }
        }
    }

    private static List<Tensor> onTwoRanks(Backend backend, Tensor images) throws Exception {
        InProcess[] ranks = InProcess.of(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Tensor>> futures = new ArrayList<>();
            for (InProcess own : ranks) {
                futures.add(threads.submit(() -> onRank(own, backend, images)));
            }
            List<Tensor> gradients = new ArrayList<>();
            for (Future<Tensor> future : futures) {
                gradients.add(future.get());
            }
            return gradients;
        }
    }

    private static Tensor onRank(InProcess own, Backend backend, Tensor images) {
        int first = 2 * own.rank();
        Negatives negatives = new Negatives(
                new int[] {NEGATIVES.images()[first], NEGATIVES.images()[first + 1]},
                new int[] {NEGATIVES.texts()[first], NEGATIVES.texts()[first + 1]});
        long[][] ids = java.util.Arrays.copyOfRange(TinyStage1.ids(4), first, first + 2);
        Tensor leaf = images.slice(0, first, first + 2).contiguous().withGradient();
        Stage1Batch batch = new Stage1Batch(leaf, ids, TinyStage1.mask(ids), null, negatives);
        Stage1Model model = TinyStage1.model(backend, DType.F32, 0);
        return model.losses(batch, Pass.EVALUATION, Stage1Model.Options.LAVIS, own, Recorder.NONE)
                .itm()
                .backward()
                .get(leaf);
    }
}
