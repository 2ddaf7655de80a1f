package io.blip2j.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.Golden;
import io.blip2j.core.testing.GoldenCase;
import io.blip2j.core.testing.Json;
import io.blip2j.nn.Module;
import io.blip2j.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Optimisers, clipping and schedules against PyTorch's and LAVIS's numbers, on every backend.
class OptimGoldenTest {
    private static final class Loose extends Module {
        private final Map<String, Parameter> byName = new LinkedHashMap<>();

        private Loose(GoldenCase golden, Backend backend) {
            for (String name : golden.get("start").fields()) {
                Tensor start = golden.tensor(golden.get("start").get(name), backend);
                Parameter parameter = parameter(name, start.shape().dims());
                parameter.set(start);
                byName.put(name, parameter);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> trajectoriesEqualPyTorchs() {
        return onEveryBackend("optim/trajectories.json", OptimGoldenTest::trajectory);
    }

    @TestFactory
    Stream<DynamicTest> clippingEqualsPyTorchs() {
        return onEveryBackend("optim/clipping.json", OptimGoldenTest::clipping);
    }

    @TestFactory
    Stream<DynamicTest> schedulesEqualLavis() {
        return Golden.open("optim/schedules.json").cases().stream()
                .map(golden -> dynamicTest(golden.id(), () -> schedule(golden)));
    }

    private interface Check {
        void run(GoldenCase golden, Backend backend);
    }

    private static Stream<DynamicTest> onEveryBackend(String file, Check check) {
        List<DynamicTest> tests = new ArrayList<>();
        for (GoldenCase golden : Golden.open(file).cases()) {
            for (Backend backend : Backends.available()) {
                tests.add(dynamicTest(backend.name() + " " + golden.id(), () -> check.run(golden, backend)));
            }
        }
        return tests.stream();
    }

    private static void trajectory(GoldenCase golden, Backend backend) {
        Loose model = new Loose(golden, backend);
        Json options = golden.get("options");
        double decay = options.get("weight_decay").or(0.0).number();
        List<String> decayed = golden.get("decayed").texts();
        for (Parameter parameter : model.parameters()) {
            assertEquals(
                    decayed.contains(parameter.path()),
                    ParameterGroup.decays(parameter.path(), parameter.shape().rank()),
                    "decay rule for " + parameter.path());
        }
        List<ParameterGroup> groups = ParameterGroup.byDecay(model.parameters(), decay);
        AdamW adamW = new AdamW(groups, adam(options));
        Sgd sgd = new Sgd(groups, sgd(options));
        boolean isAdam = golden.get("optimizer").text().equals("adamw");
        List<Json> lrs = golden.get("lrs").list();
        List<Tensor> norms = new ArrayList<>();
        for (int s = 0; s < lrs.size(); s++) {
            Gradients gradients = new Gradients();
            for (Parameter parameter : model.parameters()) {
                Tensor all = golden.tensor(golden.get("grads").get(parameter.path()), backend);
                if (!lacks(golden, s, parameter.path())) {
                    gradients.add(parameter.tensor(), all.select(0, s).contiguous());
                }
            }
            double factor = 1;
            if (golden.has("clip")) {
                double norm = GradientClipping.norm(GradientClipping.of(gradients, model.parameters()));
                norms.add(Tensor.of(backend, new float[] {(float) norm}, 1));
                factor = GradientClipping.factor(norm, golden.get("clip").number());
            }
            if (isAdam) {
                adamW.step(gradients, lrs.get(s).number(), factor);
            } else {
                sgd.step(gradients, lrs.get(s).number(), factor);
            }
            checkStep(golden, model, s, backend);
        }
        if (golden.has("norms")) {
            Tensor all = io.blip2j.core.op.shape.Concat.of(0, norms.toArray(Tensor[]::new));
            golden.check("norms", all, golden.get("norms"), golden.get("norms_tol"), false);
        }
        Map<String, Tensor> state = isAdam ? adamW.state() : sgd.state();
        for (String name : golden.get("state").fields()) {
            Json tolerance = golden.get("state_tol").get(name);
            golden.check(name, state.get(name), golden.get("state").get(name), tolerance, false);
        }
    }

    private static void checkStep(GoldenCase golden, Loose model, int step, Backend backend) {
        model.byName.forEach((name, parameter) -> {
            Tensor expected =
                    golden.tensor(golden.get("after").get(name), backend).select(0, step);
            Json tolerance = golden.get("tol").get(name);
            io.blip2j.core.testing.TensorAssert.close(
                    golden.id() + " step " + step + " " + name,
                    parameter.values(),
                    expected,
                    tolerance.get("rtol").number(),
                    tolerance.get("atol").number());
        });
    }

    private static boolean lacks(GoldenCase golden, int step, String name) {
        return golden.get("no_gradient").list().stream()
                .anyMatch(entry -> entry.get("step").integer() == step
                        && entry.get("name").text().equals(name));
    }

    private static AdamW.Options adam(Json options) {
        List<Json> betas = options.has("betas") ? options.get("betas").list() : List.of();
        return new AdamW.Options(
                betas.isEmpty() ? 0.9 : betas.get(0).number(),
                betas.isEmpty() ? 0.999 : betas.get(1).number(),
                options.get("eps").or(1e-8).number());
    }

    private static Sgd.Options sgd(Json options) {
        return new Sgd.Options(
                options.get("momentum").or(0.0).number(),
                options.get("dampening").or(0.0).number(),
                options.get("nesterov").isTrue());
    }

    private static void clipping(GoldenCase golden, Backend backend) {
        List<String> names = golden.get("grads").fields();
        List<Tensor> gradients = new ArrayList<>();
        for (String name : names) {
            gradients.add(golden.tensor(golden.get("grads").get(name), backend));
        }
        List<Tensor> clipped;
        if (golden.get("kind").text().equals("value")) {
            clipped = GradientClipping.byValue(gradients, golden.get("limit").number());
        } else {
            double norm =
                    GradientClipping.norm(gradients, golden.get("norm_type").number());
            double expected = golden.get("norm").number();
            if (Double.isInfinite(expected)) {
                assertEquals(expected, norm);
            } else {
                assertEquals(expected, norm, 1e-5 * expected);
            }
            clipped = GradientClipping.scaled(
                    gradients, GradientClipping.factor(norm, golden.get("limit").number()));
        }
        for (int i = 0; i < names.size(); i++) {
            Json tolerance = golden.has("tol") ? golden.get("tol").get(names.get(i)) : new Json(null);
            golden.check(names.get(i), clipped.get(i), golden.get("clipped").get(names.get(i)), tolerance, false);
        }
    }

    private static void schedule(GoldenCase golden) {
        Json o = golden.get("options");
        Schedule schedule = switch (golden.get("kind").text()) {
            case "linear_warmup_cosine_lr" ->
                new Schedule.LinearWarmupCosine(
                        o.get("init_lr").number(),
                        o.get("min_lr").number(),
                        o.get("warmup_start_lr").number(),
                        o.get("warmup_steps").integer(),
                        o.get("max_epoch").integer());
            case "linear_warmup_step_lr" ->
                new Schedule.LinearWarmupStep(
                        o.get("init_lr").number(),
                        o.get("min_lr").number(),
                        o.get("warmup_start_lr").number(),
                        o.get("warmup_steps").integer(),
                        o.get("decay_rate").number());
            default ->
                new Schedule.CosinePerStep(
                        o.has("lr") ? o.get("lr").number() : o.get("init_lr").number(),
                        0,
                        0,
                        o.get("warmup_steps").integer(),
                        o.get("total_steps").integer());
        };
        for (Json row : golden.get("rows").list()) {
            double expected = row.get("lr").number();
            double got = schedule.at(row.get("epoch").integer(), row.get("step").integer());
            assertEquals(expected, got, 1e-12 * Math.abs(expected), () -> golden.id() + " at " + row.value());
        }
    }
}
