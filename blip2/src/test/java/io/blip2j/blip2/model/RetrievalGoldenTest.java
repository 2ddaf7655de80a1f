package io.blip2j.blip2.model;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.blip2j.blip2.qformer.ImageKeys;
import io.blip2j.blip2.testing.GoldenModels;
import io.blip2j.blip2.testing.GoldenRun;
import io.blip2j.core.op.loss.CrossEntropy;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Matching, contrast and the passes alone against transformers' `Blip2ForImageTextRetrieval`.
class RetrievalGoldenTest {
    @TestFactory
    Stream<DynamicTest> equalsTransformers() {
        return GoldenModels.runs(Set.of("blip-2"), Set.of("forward"), "config.json", "config.hub-style.json").stream()
                .filter(run -> run.config().tree().toString().contains("Blip2ForImageTextRetrieval"))
                .map(run -> dynamicTest(run.toString(), () -> check(run)));
    }

    private static void check(GoldenModels.Run run) {
        GoldenRun golden = new GoldenRun(run);
        RetrievalConfig config = RetrievalConfig.of(run.config());
        if (run.golden().fields().fields().contains("image_token_index")) {
            config = new RetrievalConfig(config.vision(), config.qformer(), config.queries(), config.featureSize(), -1);
        }
        Blip2ForImageTextRetrieval model = golden.load(new Blip2ForImageTextRetrieval(config));
        Tensor loss;
        if (run.golden().get("outputs").has("probabilities")) {
            loss = match(run, model, golden);
        } else if (run.golden().get("outputs").has("queries")) {
            loss = passes(run, model, golden);
        } else {
            loss = compare(run, model, golden);
        }
        golden.gradients(model, loss);
    }

    private static Tensor match(GoldenModels.Run run, Blip2ForImageTextRetrieval model, GoldenRun golden) {
        Tensor logits = model.match(
                run.input("pixel_values"), run.rows("input_ids"), run.rows("attention_mask"), false, golden.recorder());
        golden.put("logits_per_image", logits);
        golden.put("probabilities", logits.softmax(-1));
        Tensor labels = run.input("labels");
        if (labels != null) {
            golden.put("loss", CrossEntropy.mean(logits, labels));
        }
        return golden.outputs(logits);
    }

    private static Tensor compare(GoldenModels.Run run, Blip2ForImageTextRetrieval model, GoldenRun golden) {
        Blip2ForImageTextRetrieval.Similarity similarity = model.compare(
                run.input("pixel_values"), run.rows("input_ids"), run.rows("attention_mask"), false, golden.recorder());
        golden.put("logits_per_image", similarity.logitsPerImage());
        golden.put("logits_per_text", similarity.logitsPerImage().transpose(0, 1));
        golden.put("image_embeds", similarity.imageFeatures());
        golden.put("text_embeds", similarity.textFeatures());
        return golden.outputs(similarity.logitsPerImage());
    }

    private static Tensor passes(GoldenModels.Run run, Blip2ForImageTextRetrieval model, GoldenRun golden) {
        Tensor pixels = run.input("pixel_values");
        Tensor seen = model.imageEmbeds(pixels, false, Pass.EVALUATION, golden.recorder());
        ImageKeys image = model.qformer().imageKeys(seen, AttentionMask.none());
        golden.put(
                "queries",
                model.imagePass(image, pixels.dim(0), Pass.EVALUATION).queries());
        long[][] ids = run.rows("text_ids");
        golden.put("text", model.textPass(ids, run.rows("text_mask"), ids[0].length, Pass.EVALUATION));
        return golden.outputs(null);
    }
}
