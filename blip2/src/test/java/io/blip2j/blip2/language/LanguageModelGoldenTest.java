package io.blip2j.blip2.language;

import io.blip2j.blip2.testing.GoldenModels;
import io.blip2j.blip2.testing.GoldenModels.Run;
import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.Json;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.Pass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// OPT and T5 alone against Hugging Face: tensors inside, logits, losses, gradients.
class LanguageModelGoldenTest {
    static List<Run> forwards() {
        return GoldenModels.runs(Set.of("opt", "t5"), Set.of("forward"), "config.json", "config.hub-style.json");
    }

    @ParameterizedTest
    @MethodSource("forwards")
    void forwardMatches(Run run) {
        LanguageModel model = run.languageModel();
        LanguageInput input = new LanguageInput(
                model.embed(run.input("input_ids")),
                run.rows("attention_mask"),
                run.rows("labels"),
                run.rows("decoder_input_ids"));
        Map<String, Tensor> got = new LinkedHashMap<>();
        LanguageOutput output = model.forward(input, Pass.EVALUATION, got::put);
        got.put("logits", output.logits());
        got.put("loss", output.loss());
        run.checkOutputs(got);
        if (run.golden().has("grads")) {
            Assertions.assertEquals(
                    output.loss().item(), model.loss(input, Pass.EVALUATION).item(), 1e-5);
            checkGradients(run, model, output.loss().backward());
        }
    }

    private static void checkGradients(Run run, LanguageModel model, Gradients gradients) {
        Json expected = run.golden().get("grads");
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        model.parameters().forEach(parameter -> parameters.put(parameter.path(), parameter));
        Assertions.assertEquals(Set.copyOf(expected.fields()), parameters.keySet());
        parameters.forEach((name, parameter) -> {
            Tensor gradient = gradients.get(parameter.tensor());
            Tensor present = gradient != null
                    ? gradient
                    : Tensor.zeros(run.backend(), parameter.shape().dims());
            run.golden()
                    .check(
                            "gradient of " + name,
                            present,
                            expected.get(name),
                            run.golden().get("grad_tol"),
                            false);
        });
    }
}
