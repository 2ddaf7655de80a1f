package io.blip2j.blip2.stage1;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.language.Ids;
import io.blip2j.blip2.model.RetrievalConfig;
import io.blip2j.blip2.stage1.Stage1Batch.Negatives;
import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.io.SafeTensors;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.Golden;
import io.blip2j.core.testing.GoldenCase;
import io.blip2j.core.testing.Json;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.state.StateDict;
import io.blip2j.nn.state.TensorSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// What the golden tests of stage 1 share: the model with its weights, batches, comparisons.
final class Stage1Golden {
    private Stage1Golden() {}

    /// One test a backend and case of a kind.
    static Stream<DynamicTest> tests(String file, String kind, BiConsumer<GoldenCase, Backend> check) {
        List<DynamicTest> tests = new ArrayList<>();
        for (GoldenCase golden : Golden.open("stage1/" + file).cases()) {
            for (String name : kind.equals(golden.get("kind").text()) ? Backends.names() : List.<String>of()) {
                Backend backend = Backends.named(name);
                tests.add(dynamicTest(name + " " + golden.id(), () -> check.accept(golden, backend)));
            }
        }
        return tests.stream();
    }

    static Stage1Model model(Backend backend) {
        Json head = Golden.open("stage1/losses.json").head();
        Path folder = Golden.folder().resolve("stage1");
        RetrievalConfig config = RetrievalConfig.of(ConfigJson.read(folder.resolve("model/config.json")));
        Stage1Model model = new Stage1Model(config, head.get("start_token").whole());
        String weights = head.get("weights").text();
        try (SafeTensors file = SafeTensors.open(folder.resolve(weights))) {
            StateDict.load(model, TensorSource.of(weights, file), Stage1Model.KEYS, backend);
        }
        model.vision().freeze();
        return model;
    }

    static Stage1Batch batch(GoldenCase golden, Json inputs, Negatives negatives, Backend backend) {
        return new Stage1Batch(
                golden.tensor(inputs.get("image_embeds"), backend),
                Ids.rows(golden.tensor(inputs.get("input_ids"), backend)),
                Ids.rows(golden.tensor(inputs.get("attention_mask"), backend)),
                inputs.has("image_ids")
                        ? golden.tensor(inputs.get("image_ids"), backend).toLongs()
                        : null,
                negatives);
    }

    static Stage1Batch batch(GoldenCase golden, Backend backend) {
        Json inputs = golden.get("inputs");
        Negatives negatives = new Negatives(
                indices(golden.tensor(inputs.get("negative_images"), backend)),
                indices(golden.tensor(inputs.get("negative_texts"), backend)));
        return batch(golden, inputs, negatives, backend);
    }

    static int[] indices(Tensor tensor) {
        long[] values = tensor.toLongs();
        int[] indices = new int[values.length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = (int) values[i];
        }
        return indices;
    }

    /// Compares a scalar with a number of the case.
    static void number(GoldenCase golden, String name, double got, double expected, Json tolerance) {
        double allowed = tolerance.get("atol").number() + tolerance.get("rtol").number() * Math.abs(expected);
        if (!(Math.abs(got - expected) <= allowed)) {
            throw new AssertionError(golden.id() + " " + name + ": expected " + expected + ", got " + got + " (allowed "
                    + allowed + ")");
        }
    }

    /// Compares the gradients of one loss: a tensor that is not named must have none, or zeros.
    static void gradients(GoldenCase golden, String loss, Stage1Model model, Gradients gradients) {
        Json expected = golden.get("grads").get(loss);
        Json tolerance = golden.get("grad_tol").get(loss);
        for (Parameter parameter : model.learning()) {
            Tensor gradient = gradients.get(parameter.tensor());
            String path = parameter.path();
            if (expected.has(path)) {
                Tensor got = gradient != null
                        ? gradient
                        : Tensor.zeros(model.backend(), parameter.shape().dims());
                golden.check("gradient of " + loss + " for " + path, got, expected.get(path), tolerance, false);
            } else if (gradient != null) {
                for (float value : gradient.toFloats()) {
                    if (value != 0) {
                        throw new AssertionError(golden.id() + ": " + loss + " must not reach " + path);
                    }
                }
            }
        }
    }
}
