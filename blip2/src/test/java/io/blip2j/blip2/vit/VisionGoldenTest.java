package io.blip2j.blip2.vit;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.blip2j.blip2.testing.GoldenModels;
import io.blip2j.blip2.testing.GoldenRun;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Both image encoders against transformers: every layer, and the gradient of every parameter; activations kept, and
/// computed again.
class VisionGoldenTest {
    @TestFactory
    Stream<DynamicTest> equalsTransformers() {
        return GoldenModels.runs(
                        Set.of(VisionConfig.BLIP2, VisionConfig.CLIP),
                        Set.of("forward"),
                        "config.json",
                        "config.hub-style.json")
                .stream()
                .flatMap(run -> Stream.of(false, true)
                        .map(recompute ->
                                dynamicTest(run + (recompute ? " recomputed" : ""), () -> check(run, recompute))));
    }

    private static void check(GoldenModels.Run run, boolean recompute) {
        GoldenRun golden = new GoldenRun(run);
        VisionTower model = golden.load(VisionTower.of(VisionConfig.of(run.config())));
        model.recompute(recompute);
        boolean interpolate = run.golden().get("interpolate_pos_encoding").isTrue();
        Tensor tokens = model.tokens(run.input("pixel_values"), interpolate, Pass.EVALUATION, golden.recorder());
        Tensor last = model.lastHiddenState(tokens);
        golden.put("last", last);
        golden.put("pooled", model.pooled(last));
        golden.gradients(model, golden.outputs(golden.get("pooled")));
    }
}
