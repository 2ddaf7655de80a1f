package io.blip2j.blip2.stage1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blip2j.blip2.stage1.Stage1Batch.Negatives;
import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.memory.Step;
import io.blip2j.core.op.shape.Concat;
import io.blip2j.core.parallel.Single;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.GoldenCase;
import io.blip2j.core.testing.Json;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.Pass;
import io.blip2j.nn.optim.AdamW;
import io.blip2j.nn.optim.GradientClipping;
import io.blip2j.nn.optim.ParameterGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Losses, gradients, captions and twenty steps of stage 1 against PyTorch, on every backend.
class Stage1GoldenTest {
    @TestFactory
    Stream<DynamicTest> lossesAndGradientsEqualPyTorchs() {
        return Stage1Golden.tests("losses.json", "losses", Stage1GoldenTest::losses);
    }

    @TestFactory
    Stream<DynamicTest> captionsEqualPyTorchs() {
        return Stage1Golden.tests("losses.json", "captions", Stage1GoldenTest::captions);
    }

    @TestFactory
    Stream<DynamicTest> twentyStepsEqualPyTorchs() {
        return Stage1Golden.tests("trajectory.json", "trajectory", Stage1GoldenTest::trajectory);
    }

    private static Losses run(GoldenCase golden, Stage1Model model, Map<String, Tensor> outputs) {
        Stage1Model.Options options =
                new Stage1Model.Options(!golden.get("gathered").isTrue(), false);
        return model.losses(
                Stage1Golden.batch(golden, model.backend()), Pass.EVALUATION, options, new Single(), outputs::put);
    }

    private static void losses(GoldenCase golden, Backend backend) {
        Stage1Model model = Stage1Golden.model(backend);
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        Losses losses = run(golden, model, outputs);
        Json tolerance = golden.get("loss_tol");
        Json expected = golden.get("losses");
        Stage1Golden.number(
                golden, "itc", losses.itc().item(), expected.get("itc").number(), tolerance);
        Stage1Golden.number(
                golden, "itm", losses.itm().item(), expected.get("itm").number(), tolerance);
        Stage1Golden.number(
                golden, "itg", losses.itg().item(), expected.get("lm").number(), tolerance);
        Stage1Golden.number(
                golden, "total", losses.total().item(), golden.get("loss").number(), tolerance);
        for (String name : golden.get("outputs").fields()) {
            Json output = golden.get("outputs").get(name);
            Tensor got = name.equals("lm_logits") ? padded(outputs.get(name), output) : outputs.get(name);
            golden.check(name, got, output, golden.get("tol").get(name), false);
        }
        for (String loss : golden.get("grads").fields()) {
            Losses again = run(golden, model, new LinkedHashMap<>()); // a graph is walked once
            Tensor start = switch (loss) {
                case "itc" -> again.itc();
                case "itm" -> again.itm();
                case "lm" -> again.itg();
                default -> again.total();
            };
            Stage1Golden.gradients(golden, loss, model, start.backward());
        }
    }

    /// With zeros in the columns that are padding in every text, which are not computed.
    private static Tensor padded(Tensor logits, Json reference) {
        int missing = reference.get("shape").integers()[1] - logits.dim(1);
        Tensor zeros = Tensor.zeros(logits.backend(), logits.dim(0), missing, logits.dim(2));
        return missing == 0 ? logits : Concat.of(1, logits, zeros);
    }

    private static void captions(GoldenCase golden, Backend backend) {
        Stage1Model model = Stage1Golden.model(backend);
        assertEquals(golden.get("start").whole(), model.startId());
        List<Json> expected = golden.get("ids").list();
        int words = expected.getFirst().wholes().length - 1;
        CaptionSession session =
                model.captions(golden.tensor(golden.get("inputs").get("image_embeds"), backend), words);
        List<Tensor> logits = new ArrayList<>();
        for (int word = 1; word <= words; word++) {
            logits.add(session.logits());
            long[] best = session.logits().argMax(1).toLongs();
            for (int row = 0; row < best.length; row++) {
                assertEquals(expected.get(row).wholes()[word], best[row], "word " + word + " of caption " + row);
            }
            if (word < words) {
                session.advance(best);
            }
        }
        golden.check("logits", Concat.stack(1, logits), golden.get("logits"), golden.get("tol"), false);
    }

    private static void trajectory(GoldenCase golden, Backend backend) {
        Stage1Model model = Stage1Golden.model(backend);
        Json settings = golden.get("optimizer");
        double[] betas =
                settings.get("betas").list().stream().mapToDouble(Json::number).toArray();
        List<Parameter> learning = model.learning();
        List<ParameterGroup> groups =
                ParameterGroup.byDecay(learning, settings.get("weight_decay").number());
        AdamW adamW = new AdamW(
                groups,
                new AdamW.Options(betas[0], betas[1], settings.get("eps").number()));
        int steps = golden.get("steps").integer();
        List<Json> batches = golden.get("batches").list();
        Tensor images = golden.tensor(golden.get("negative_images"), backend);
        Tensor texts = golden.tensor(golden.get("negative_texts"), backend);
        float[] history = new float[3 * steps];
        float[] norms = new float[steps];
        for (int step = 0; step < steps; step++) {
            Negatives negatives = new Negatives(
                    Stage1Golden.indices(images.select(0, step)), Stage1Golden.indices(texts.select(0, step)));
            Stage1Batch batch = Stage1Golden.batch(golden, batches.get(step % batches.size()), negatives, backend);
            try (Step _ = Step.open()) {
                Losses losses = model.losses(batch, Pass.EVALUATION);
                history[3 * step] = (float) losses.itc().item();
                history[3 * step + 1] = (float) losses.itm().item();
                history[3 * step + 2] = (float) losses.itg().item();
                Gradients gradients = losses.total().backward();
                norms[step] = (float) GradientClipping.norm(GradientClipping.of(gradients, learning));
                adamW.step(gradients, golden.get("lrs").list().get(step).number());
            }
        }
        golden.check(
                "history",
                Tensor.of(backend, history, steps, 3),
                golden.get("history"),
                golden.get("history_tol"),
                false);
        golden.check("norms", Tensor.of(backend, norms, steps), golden.get("norms"), golden.get("norms_tol"), false);
        List<String> undetermined = golden.get("undetermined").texts();
        for (Parameter parameter : learning) {
            String path = parameter.path();
            if (!undetermined.contains(path)) {
                golden.check(
                        path,
                        parameter.values(),
                        golden.get("final").get(path),
                        golden.get("final_tol").get(path),
                        false);
            }
        }
    }
}
