package io.blip2j.blip2.stage2;

import io.blip2j.blip2.language.Ids;
import io.blip2j.blip2.language.LanguageOutput;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.memory.Step;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.Golden;
import io.blip2j.core.testing.GoldenCase;
import io.blip2j.core.testing.Json;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.Pass;
import io.blip2j.nn.optim.AdamW;
import io.blip2j.nn.optim.ParameterGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Losses, gradients and ten steps of training against PyTorch, the vision encoder and the language model frozen.
class Stage2GoldenTest {
    /// A case on a backend.
    record Run(GoldenCase golden, Backend backend) {
        Path model() {
            GoldenCase here = golden;
            return here.bundle()
                    .file()
                    .resolveSibling(here.bundle().head().get("model").text())
                    .normalize();
        }

        Blip2ForConditionalGeneration frozen() {
            Blip2ForConditionalGeneration model = Blip2ForConditionalGeneration.load(model(), backend);
            model.vision().freeze();
            model.language().freeze();
            return model;
        }

        @Override
        public String toString() {
            return golden.bundle().file().getFileName() + " " + golden.id() + " " + backend.name();
        }
    }

    static List<Run> losses() throws IOException {
        return runs("loss");
    }

    static List<Run> trajectories() throws IOException {
        return runs("trajectory");
    }

    private static List<Run> runs(String kind) throws IOException {
        List<Run> runs = new ArrayList<>();
        try (Stream<Path> files = Files.list(Golden.folder().resolve("stage2"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                for (GoldenCase golden : Golden.open(file).cases()) {
                    for (String backend :
                            kind.equals(golden.get("kind").text()) ? Backends.names() : List.<String>of()) {
                        runs.add(new Run(golden, Backends.named(backend)));
                    }
                }
            }
        }
        return runs;
    }

    private static TextBatch texts(Run run, Json inputs) {
        return new TextBatch(
                Ids.rows(run.golden().tensor(inputs.get("input_ids"), run.backend())),
                Ids.rows(run.golden().tensor(inputs.get("attention_mask"), run.backend())),
                Ids.rows(run.golden().tensor(inputs.get("labels"), run.backend())));
    }

    private static Tensor prompts(Blip2ForConditionalGeneration model, Tensor pixels) {
        Tensor image = model.imageEmbeds(pixels, false, Pass.EVALUATION, Recorder.NONE);
        return model.prompts(image.detach(), Pass.EVALUATION, Recorder.NONE);
    }

    private static void check(Run run, String what, double got, double expected, Json tolerance) {
        double allowed = tolerance.get("atol").number() + tolerance.get("rtol").number() * Math.abs(expected);
        Assertions.assertEquals(expected, got, allowed, run + " " + what);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void lossAndGradientsMatch(Run run) {
        GoldenCase golden = run.golden();
        Blip2ForConditionalGeneration model = run.frozen();
        TextBatch texts = texts(run, golden.get("inputs"));
        Tensor prompts = prompts(model, golden.tensor(golden.get("inputs").get("pixel_values"), run.backend()));
        LanguageOutput output = LanguageModelingLoss.output(model.language(), prompts, texts, Pass.EVALUATION);
        golden.check(
                "prompts",
                prompts,
                golden.get("outputs").get("prompts"),
                golden.get("tol").get("prompts"),
                false);
        golden.check(
                "logits",
                output.logits(),
                golden.get("outputs").get("logits"),
                golden.get("tol").get("logits"),
                false);
        check(run, "loss", output.loss().item(), golden.get("loss").number(), golden.get("loss_tol"));
        Tensor loss = LanguageModelingLoss.loss(model.language(), prompts, texts, Pass.EVALUATION);
        check(run, "loss without logits", loss.item(), golden.get("loss").number(), golden.get("loss_tol"));
        Gradients gradients = loss.backward();
        Set<String> seen = new TreeSet<>();
        for (Parameter parameter : model.learning()) {
            seen.add(parameter.path());
            Tensor gradient = gradients.get(parameter.tensor());
            Assertions.assertNotNull(gradient, parameter.path());
            Json expected = golden.get("grads").get(parameter.path());
            golden.check("gradient of " + parameter.path(), gradient, expected, golden.get("grad_tol"), false);
        }
        Assertions.assertEquals(new TreeSet<>(golden.get("grads").fields()), seen);
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void trainingMatches(Run run) {
        GoldenCase golden = run.golden();
        Blip2ForConditionalGeneration model = run.frozen();
        Json options = golden.get("optimizer");
        List<Parameter> learning = model.learning();
        List<ParameterGroup> groups =
                ParameterGroup.byDecay(learning, options.get("weight_decay").number());
        Assertions.assertEquals(
                new TreeSet<>(golden.get("decayed").texts()),
                new TreeSet<>(groups.getFirst().parameters().stream()
                        .map(Parameter::path)
                        .toList()));
        List<Json> betas = options.get("betas").list();
        AdamW adamW = new AdamW(
                groups,
                new AdamW.Options(
                        betas.get(0).number(),
                        betas.get(1).number(),
                        options.get("eps").number()));
        List<Json> lrs = golden.get("lrs").list();
        List<Json> batches = golden.get("batches").list();
        float[] history = new float[lrs.size()];
        for (int step = 0; step < history.length; step++) {
            try (Step _ = Step.open()) {
                Json inputs = batches.get(step % batches.size());
                Tensor prompts = prompts(model, golden.tensor(inputs.get("pixel_values"), run.backend()));
                Tensor loss = LanguageModelingLoss.loss(model.language(), prompts, texts(run, inputs), Pass.EVALUATION);
                history[step] = (float) loss.item();
                adamW.step(loss.backward(), lrs.get(step).number());
            }
        }
        Tensor losses = Tensor.of(run.backend(), history, history.length);
        golden.check("history", losses, golden.get("history"), golden.get("history_tol"), false);
        Json end = golden.get("final");
        Set<String> left = golden.has("undetermined")
                ? Set.copyOf(golden.get("undetermined").texts())
                : Set.of();
        for (Parameter parameter : learning) {
            if (!left.contains(parameter.path())) {
                golden.check(
                        parameter.path(),
                        parameter.values(),
                        end.get(parameter.path()),
                        golden.get("final_tol").get(parameter.path()),
                        false);
            }
        }
    }

    /// The texts of a case, tokenised and cut by us, give the ids and labels of the case.
    @ParameterizedTest
    @MethodSource("losses")
    void textsArePreparedAlike(Run run) {
        GoldenCase golden = run.golden();
        Tokenizer tokenizer = Tokenizers.load(run.model());
        TextBatch expected = texts(run, golden.get("inputs"));
        int longest = golden.get("max_text_length").integer();
        Blip2ForConditionalGeneration model = Blip2ForConditionalGeneration.load(run.model(), run.backend());
        long pad = model.config().text().padTokenId();
        TextBatch got;
        if (golden.has("texts")) {
            List<long[]> rows = new ArrayList<>();
            golden.get("texts").texts().forEach(text -> rows.add(ids(tokenizer, text + "\n")));
            String prompt = golden.get("prompt").text();
            int skipped = prompt.isEmpty() ? 0 : ids(tokenizer, prompt).length;
            Assertions.assertEquals(golden.get("prompt_length").integer(), skipped);
            got = TextBatch.causal(rows, skipped, longest, pad);
        } else {
            List<long[]> before = new ArrayList<>();
            List<long[]> after = new ArrayList<>();
            golden.get("text_inputs").texts().forEach(text -> before.add(ids(tokenizer, text)));
            golden.get("text_outputs").texts().forEach(text -> after.add(ids(tokenizer, text)));
            got = TextBatch.prefix(before, after, longest, pad);
        }
        Assertions.assertArrayEquals(expected.ids(), got.ids());
        Assertions.assertArrayEquals(expected.mask(), got.mask());
        Assertions.assertArrayEquals(expected.labels(), got.labels());
    }

    private static long[] ids(Tokenizer tokenizer, String text) {
        return Arrays.stream(tokenizer.encode(text, true).ids()).asLongStream().toArray();
    }
}
