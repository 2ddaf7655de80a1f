package io.blip2j.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.op.shape.Slice;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.Golden;
import io.blip2j.core.testing.GoldenCase;
import io.blip2j.core.testing.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Values and gradients of every operation against PyTorch's, on every backend, whole and as views.
class OpGoldenTest {
    @TestFactory
    Stream<DynamicTest> valuesAndGradientsEqualPyTorchs() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String file : Golden.open("ops/index.json").head().get("files").texts()) {
            Golden bundle = Golden.open("ops/" + file + ".json");
            for (GoldenCase golden : bundle.cases()) {
                for (Backend backend : OpSpecs.backends()) {
                    tests.add(dynamicTest(backend.name() + " " + golden.id(), () -> run(golden, backend)));
                }
            }
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> whatPyTorchRefusesIsRefusedByName() {
        List<DynamicTest> tests = new ArrayList<>();
        for (GoldenCase golden : Golden.open("ops/refused.json").cases()) {
            for (Backend backend : OpSpecs.backends()) {
                tests.add(dynamicTest(backend.name() + " " + golden.id(), () -> {
                    Map<String, Tensor> inputs = new LinkedHashMap<>();
                    for (Json input : golden.get("inputs").list()) {
                        inputs.put(input.get("name").text(), golden.tensor(input, backend));
                    }
                    assertThrows(ShapeException.class, () -> spec(golden).call().apply(inputs, golden.get("attrs")));
                }));
            }
        }
        return tests.stream();
    }

    @Test
    void everyOperationOfTheDataHasARowAndEveryRowHasCases() {
        List<String> inData = Golden.open("ops/index.json").head().get("ops").fields();
        assertTrue(OpSpecs.ALL.keySet().containsAll(inData), () -> "no row in OpSpecs for some of " + inData);
        assertEquals(
                List.of(),
                OpSpecs.ALL.keySet().stream()
                        .filter(name -> !inData.contains(name))
                        .toList());
    }

    private static OpSpec spec(GoldenCase golden) {
        return OpSpecs.ALL.get(golden.get("op").text());
    }

    private static void run(GoldenCase golden, Backend backend) {
        runOn(golden, backend, false);
        if (golden.get("inputs").list().stream().anyMatch(input -> input.has("view"))) {
            runOn(golden, backend, true);
        }
    }

    private static void runOn(GoldenCase golden, Backend backend, boolean views) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        Map<String, Tensor> leaves = new LinkedHashMap<>();
        for (Json input : golden.get("inputs").list()) {
            String name = input.get("name").text();
            boolean view = views && input.has("view");
            Tensor leaf = golden.tensor(view ? input.get("base") : input, backend);
            if (leaf.dtype().isFloating() && golden.has("upstream")) {
                leaf = leaf.withGradient();
            }
            leaves.put(name, leaf);
            inputs.put(name, view ? steps(leaf, input.get("view")) : leaf);
        }
        List<Tensor> outputs = spec(golden).call().apply(inputs, golden.get("attrs"));
        List<Json> expected = golden.get("outputs").list();
        assertEquals(expected.size(), outputs.size(), "number of outputs");
        String op = golden.get("op").text();
        boolean signedZero = op.equals("neg") || op.equals("cast");
        Gradients gradients = new Gradients();
        int floating = 0;
        for (int i = 0; i < outputs.size(); i++) {
            Json tolerance = golden.get("exact").isTrue()
                    ? new Json(null)
                    : golden.get("tol").list().get(i);
            golden.check("output " + i, outputs.get(i), expected.get(i), tolerance, signedZero);
            if (golden.has("upstream") && outputs.get(i).dtype().isFloating()) {
                Tensor upstream = golden.tensor(golden.get("upstream").list().get(floating++), backend);
                if (outputs.get(i).needsGradient()) {
                    gradients.addAll(outputs.get(i).backward(upstream));
                }
            }
        }
        for (String name : golden.has("grads") ? golden.get("grads").fields() : List.<String>of()) {
            boolean view = views
                    && golden.has("base_grads")
                    && golden.get("base_grads").has(name);
            Json reference = golden.get(view ? "base_grads" : "grads").get(name);
            Tensor got = gradients.get(leaves.get(name));
            if (got == null) {
                got = Tensor.full(
                        backend, leaves.get(name).dtype(), leaves.get(name).shape(), 0);
            }
            golden.check("gradient of " + name, got, reference, tolerance(golden.get("grad_tol"), name), false);
        }
    }

    private static Json tolerance(Json tolerances, String name) {
        return tolerances.has("rtol") ? tolerances : tolerances.get(name);
    }

    private static Tensor steps(Tensor base, Json view) {
        Tensor x = base;
        for (Json step : view.list()) {
            List<Json> words = step.list();
            x = switch (words.getFirst().text()) {
                case "transpose" ->
                    x.transpose(words.get(1).integer(), words.get(2).integer());
                case "permute" -> x.permute(words.get(1).integers());
                case "slice" ->
                    Autograd.apply(
                            new Slice(
                                    words.get(1).integer(),
                                    words.get(2).or(0L).integer(),
                                    words.get(3).or((long) Integer.MAX_VALUE).integer(),
                                    words.get(4).or(1L).integer()),
                            x);
                case "select" -> x.select(words.get(1).integer(), words.get(2).integer());
                case "expand" -> x.expand(words.get(1).integers());
                default ->
                    throw new IllegalArgumentException(
                            "view step " + words.getFirst().text());
            };
        }
        Layout layout = x.layout();
        assertTrue(layout.shape().size() >= 0);
        return x;
    }
}
