package io.blip2j.blip2.stage1;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.blip2j.blip2.language.Recorder;
import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.parallel.Communicator;
import io.blip2j.core.parallel.InProcess;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.Golden;
import io.blip2j.core.testing.GoldenCase;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.Pass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Stage 1 on several ranks, each a thread, against PyTorch's gathers: losses and gradients of each, and their mean.
class WorkersGoldenTest {
    private record Rank(
            Map<String, Tensor> outputs, Losses losses, Gradients itc, Gradients total, Stage1Model model) {}

    @TestFactory
    Stream<DynamicTest> ranksEqualPyTorchs() {
        return Backends.names().stream().map(name -> dynamicTest(name, () -> check(Backends.named(name))));
    }

    private static void check(Backend backend) throws Exception {
        List<GoldenCase> cases = Golden.open("stage1/workers.json").cases();
        List<GoldenCase> workers = cases.stream()
                .filter(golden -> golden.get("kind").text().equals("worker"))
                .toList();
        List<Rank> ranks = run(workers, backend);
        for (GoldenCase golden : workers) {
            Rank rank = ranks.get(golden.get("rank").integer());
            var tolerance = golden.get("loss_tol");
            var expected = golden.get("losses");
            Stage1Golden.number(
                    golden, "itc", rank.losses.itc().item(), expected.get("itc").number(), tolerance);
            Stage1Golden.number(
                    golden, "itm", rank.losses.itm().item(), expected.get("itm").number(), tolerance);
            Stage1Golden.number(
                    golden, "itg", rank.losses.itg().item(), expected.get("lm").number(), tolerance);
            for (String name : golden.get("outputs").fields()) {
                var tolerances = golden.get("tol").get(name);
                golden.check(name, rank.outputs.get(name), golden.get("outputs").get(name), tolerances, false);
            }
            Stage1Golden.gradients(golden, "itc", rank.model, rank.itc);
        }
        for (GoldenCase golden : cases) {
            if (golden.get("kind").text().equals("mean")) {
                mean(golden, ranks);
            }
        }
    }

    private static List<Rank> run(List<GoldenCase> workers, Backend backend) throws Exception {
        Communicator[] communicators = InProcess.of(workers.size());
        try (ExecutorService threads = Executors.newFixedThreadPool(workers.size())) {
            List<Future<Rank>> futures = new ArrayList<>();
            for (GoldenCase golden : workers) {
                Communicator own = communicators[golden.get("rank").integer()];
                futures.add(threads.submit(() -> rank(golden, own, backend)));
            }
            List<Rank> ranks = new ArrayList<>();
            for (Future<Rank> future : futures) {
                ranks.add(future.get());
            }
            return ranks;
        }
    }

    private static Rank rank(GoldenCase golden, Communicator own, Backend backend) {
        Stage1Model model = Stage1Golden.model(backend);
        Stage1Batch batch = Stage1Golden.batch(golden, backend);
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        Losses losses = model.losses(batch, Pass.EVALUATION, Stage1Model.Options.LAVIS, own, outputs::put);
        Gradients total = losses.total().backward();
        Losses again = model.losses(batch, Pass.EVALUATION, Stage1Model.Options.LAVIS, own, Recorder.NONE);
        return new Rank(outputs, losses, again.itc().backward(), total, model);
    }

    private static void mean(GoldenCase golden, List<Rank> ranks) {
        for (String loss : golden.get("grads").fields()) {
            var expected = golden.get("grads").get(loss);
            for (int i = 0; i < ranks.getFirst().model.parameters().size(); i++) {
                Parameter parameter = ranks.getFirst().model.parameters().get(i);
                if (!expected.has(parameter.path())) {
                    continue;
                }
                Tensor sum = Tensor.zeros(
                        ranks.getFirst().model.backend(), parameter.shape().dims());
                for (Rank rank : ranks) {
                    Gradients gradients = loss.equals("itc") ? rank.itc : rank.total;
                    Tensor gradient =
                            gradients.get(rank.model.parameters().get(i).tensor());
                    sum = gradient == null ? sum : sum.add(gradient);
                }
                golden.check(
                        "mean gradient of " + loss + " for " + parameter.path(),
                        sum.mul(1.0 / ranks.size()),
                        expected.get(parameter.path()),
                        golden.get("grad_tol").get(loss),
                        false);
            }
        }
    }
}
