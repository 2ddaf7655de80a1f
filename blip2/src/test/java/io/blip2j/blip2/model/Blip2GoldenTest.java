package io.blip2j.blip2.model;

import io.blip2j.blip2.generate.Answer;
import io.blip2j.blip2.generate.GenerationConfig;
import io.blip2j.blip2.generate.TokenListener;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.testing.GoldenAnswers;
import io.blip2j.blip2.testing.GoldenModels.Run;
import io.blip2j.blip2.testing.GoldenRun;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.GoldenCase;
import io.blip2j.core.testing.TensorAssert;
import io.blip2j.nn.Pass;
import io.blip2j.nn.state.KeyMap;
import io.blip2j.nn.state.StateDict;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// BLIP-2 with OPT and with T5 against Hugging Face: every layer, gradients, half types, answers.
class Blip2GoldenTest {
    @TempDir
    Path scratch;

    static List<Run> forwards() {
        return Blip2Runs.of(Set.of("forward"), "config.json", "config.hub-style.json");
    }

    static List<Run> trainings() {
        return Blip2Runs.of(Set.of("forward"), "config.json").stream()
                .filter(run -> run.golden().has("grads"))
                .toList();
    }

    static List<Run> halves() {
        return Blip2Runs.of(Set.of("half"), "config.json");
    }

    static List<Run> generations() {
        return Blip2Runs.of(Set.of("generate"), "config.json");
    }

    /// Hugging Face's names: those of the decoder have no `language.` before them in the data.
    private static Recorder recorder(GoldenRun golden) {
        return (name, value) -> golden.put(name.replace("language.decoder.", "decoder."), value);
    }

    private static void check(Run run, Blip2ForConditionalGeneration model) {
        GoldenRun golden = new GoldenRun(run);
        var output = model.forward(Blip2Runs.input(run), Pass.EVALUATION, recorder(golden));
        golden.put("logits", output.logits());
        golden.put("loss", output.loss());
        golden.gradients(model, golden.outputs(null));
    }

    @ParameterizedTest
    @MethodSource("forwards")
    void forwardMatches(Run run) {
        check(run, Blip2Runs.load(run, scratch));
    }

    /// As in stage 2: what is frozen is packed, and gradients go through it.
    @ParameterizedTest
    @MethodSource("trainings")
    void frozenPartsChangeNothing(Run run) {
        Blip2ForConditionalGeneration model = Blip2Runs.load(run, scratch);
        model.vision().freeze();
        model.language().freeze();
        check(run, model);
    }

    @ParameterizedTest
    @MethodSource("halves")
    void halfTypesAreNear(Run run) {
        Blip2ForConditionalGeneration model = Blip2Runs.load(run, scratch);
        model.freeze();
        try (NoGrad _ = NoGrad.open()) {
            Tensor logits = model.forward(Blip2Runs.input(run), Pass.EVALUATION, Recorder.NONE)
                    .logits();
            GoldenCase widened = run.golden().bundle().cases().stream()
                    .filter(other -> other.id().equals("widened-to-float32"))
                    .findFirst()
                    .orElseThrow();
            Tensor expected = widened.tensor(widened.get("outputs").get("logits"), run.backend());
            double distance = run.golden().get("distance_to_float32").number();
            TensorAssert.close(run.toString(), logits, expected, 0, 2 * distance);
        }
    }

    @ParameterizedTest
    @MethodSource("generations")
    void answersMatch(Run run) {
        Blip2ForConditionalGeneration model = Blip2Runs.load(run, scratch);
        GenerationConfig how = GoldenAnswers.config(run, model.generation());
        Blip2Input input = Blip2Runs.input(run);
        List<List<Answer>> answers =
                model.generate(input.pixels(), input.interpolate(), input.ids(), input.mask(), how, TokenListener.NONE);
        GoldenAnswers.check(run, answers);
    }

    /// Half-precision folders have the weights of another, rounded: loading must keep each tensor's values.
    @ParameterizedTest
    @MethodSource("halves")
    void freezingAndThawingKeepsValues(Run run) {
        Blip2ForConditionalGeneration model = Blip2Runs.load(run, scratch);
        String before = StateDict.hash(model);
        model.freeze();
        model.unfreeze();
        org.junit.jupiter.api.Assertions.assertEquals(before, StateDict.hash(model));
        org.junit.jupiter.api.Assertions.assertFalse(
                StateDict.save(model, KeyMap.SAME).isEmpty());
    }
}
