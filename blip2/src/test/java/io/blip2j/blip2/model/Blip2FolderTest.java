package io.blip2j.blip2.model;

import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.checkpoint.ModelWriter;
import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.generate.GenerationConfig;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.opt.OptConfig;
import io.blip2j.blip2.opt.OptForCausalLm;
import io.blip2j.blip2.testing.GoldenModels.Run;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.Golden;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.Pass;
import io.blip2j.nn.state.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Blip2FolderTest {
    private static final Backend BACKEND = Backends.select();

    @TempDir
    Path scratch;

    /// One case of each folder.
    static List<Run> folders() {
        Map<Path, Run> first = Blip2Runs.of(Set.of("forward"), "config.json").stream()
                .filter(run -> run.backend() == BACKEND)
                .collect(Collectors.toMap(Run::folder, run -> run, (a, _) -> a));
        return first.values().stream()
                .sorted((a, b) -> a.folder().compareTo(b.folder()))
                .toList();
    }

    static List<Path> sharded() {
        return Golden.folders("models").stream()
                .filter(folder -> Files.exists(folder.resolve(ModelFolder.INDEX)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("sharded")
    void severalFilesAreOneModel(Path folder) {
        ConfigJson config = ConfigJson.read(folder.resolve("config.json"));
        String hash = StateDict.hash(Blip2ForConditionalGeneration.load(folder, BACKEND));
        boolean found = false;
        for (Run other : folders()) { // the same model in one file
            if (other.config().tree().equals(config.tree())) {
                found |= hash.equals(StateDict.hash(Blip2ForConditionalGeneration.load(other.folder(), BACKEND)));
            }
        }
        Assertions.assertTrue(found, folder + " has the weights of no other folder");
    }

    @ParameterizedTest
    @MethodSource("folders")
    void whatIsSavedIsLoadedAgain(Run run) {
        Blip2ForConditionalGeneration model = Blip2ForConditionalGeneration.load(run.folder(), run.backend());
        model.freeze(); // half types stay half
        model.save(scratch);
        Blip2ForConditionalGeneration again = Blip2ForConditionalGeneration.load(scratch, run.backend());
        Assertions.assertEquals(StateDict.hash(model), StateDict.hash(again));
        Assertions.assertEquals(json(model), json(again));
        Assertions.assertEquals(
                model.generation().toJson(model.config().text()),
                again.generation().toJson(again.config().text()));
        Blip2Input input = Blip2Runs.input(run);
        Assertions.assertArrayEquals(logits(model, input), logits(again, input));
    }

    private static String json(Blip2ForConditionalGeneration model) {
        return model.config().toJson("Blip2ForConditionalGeneration").toString();
    }

    private static float[] logits(Blip2ForConditionalGeneration model, Blip2Input input) {
        return model.forward(input, Pass.EVALUATION, Recorder.NONE).logits().toFloats();
    }

    @Test
    void largeModelsGoIntoSeveralFilesWhichReplaceEarlierOnes() throws IOException {
        Path source = folders().getFirst().folder();
        Blip2ForConditionalGeneration model = Blip2ForConditionalGeneration.load(source, BACKEND);
        model.save(scratch);
        ModelWriter.write(scratch, model, _ -> true, 100_000);
        Assertions.assertFalse(Files.exists(scratch.resolve(ModelFolder.WEIGHTS)));
        Assertions.assertEquals(
                StateDict.hash(model), StateDict.hash(Blip2ForConditionalGeneration.load(scratch, BACKEND)));
        model.save(scratch);
        Assertions.assertFalse(Files.exists(scratch.resolve(ModelFolder.INDEX)));
    }

    @Test
    void questionsAreReadByTheQFormerAndSavedApart() {
        Run run = folders().getFirst();
        Blip2ForConditionalGeneration plain = Blip2ForConditionalGeneration.load(run.folder(), BACKEND);
        Assertions.assertThrows(InputException.class, () -> ask(plain, run));
        Blip2ForConditionalGeneration model = new Blip2ForConditionalGeneration(
                plain.config(), new OptForCausalLm((OptConfig) plain.config().text()), plain.generation(), true);
        Map<String, Parameter> known =
                plain.parameters().stream().collect(Collectors.toMap(Parameter::path, parameter -> parameter));
        for (Parameter parameter : model.parameters()) {
            Parameter same = known.get(parameter.path());
            parameter.set(same != null ? same.values() : numbers(parameter));
        }
        model.save(scratch);
        Blip2ForConditionalGeneration again = Blip2ForConditionalGeneration.load(scratch, BACKEND);
        Assertions.assertTrue(again.readsQuestions());
        Assertions.assertArrayEquals(ask(model, run).toFloats(), ask(again, run).toFloats());
        try (ModelFolder files = ModelFolder.open(scratch)) { // Hugging Face's class finds its own tensors alone
            Assertions.assertEquals(known.keySet(), files.names());
        }
    }

    private static Tensor numbers(Parameter parameter) {
        float[] values = new float[parameter.shape().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i + parameter.path().hashCode());
        }
        return Tensor.of(BACKEND, values, parameter.shape().dims());
    }

    private static Tensor ask(Blip2ForConditionalGeneration model, Run run) {
        Tensor embeds = model.imageEmbeds(run.input("pixel_values"), false, Pass.EVALUATION, Recorder.NONE);
        long[][] question = new long[embeds.dim(0)][4];
        for (long[] row : question) {
            row[1] = 3;
        }
        return model.prompts(embeds, question, null, Pass.EVALUATION);
    }

    @Test
    void unsoundFoldersAreRefusedByName() throws IOException {
        Assertions.assertEquals("MODEL-WEIGHTS", code(scratch.resolve("nowhere")));
        Path source = folders().getFirst().folder();
        Files.copy(source.resolve("config.json"), scratch.resolve("config.json"));
        Assertions.assertEquals("MODEL-WEIGHTS", code(scratch));
        Files.writeString(scratch.resolve(ModelFolder.INDEX), "{\"weight_map\": {\"a\": \"../model.safetensors\"}}");
        Assertions.assertEquals("IDX-PATH", code(scratch));
        Files.copy(source.resolve(ModelFolder.WEIGHTS), scratch.resolve(ModelFolder.WEIGHTS));
        Files.writeString(scratch.resolve("config.json"), "{\"model_type\": \"blip-2\", \"num_query_tokens\": \"5\"}");
        Assertions.assertEquals("CFG-RANGE", code(scratch));
        Files.writeString(scratch.resolve("config.json"), "{\"model_type\": \"blip-2\", ");
        Assertions.assertEquals("CFG-JSON", code(scratch));
        String config = Files.readString(source.resolve("config.json"));
        Files.writeString(scratch.resolve("config.json"), config.replace("\"ffn_dim\": ", "\"ffn_dim\": 1"));
        Assertions.assertEquals("MODEL-SHAPE", code(scratch));
    }

    private static String code(Path folder) {
        return Assertions.assertThrows(InputException.class, () -> Blip2ForConditionalGeneration.load(folder, BACKEND))
                .code();
    }

    @Test
    void promptsWithoutTheirImageTokensAreRefused() {
        Run run = folders().getFirst();
        Blip2ForConditionalGeneration model = Blip2ForConditionalGeneration.load(run.folder(), BACKEND);
        Blip2Input bare = Blip2Input.of(run.input("pixel_values"), new long[][] {{2, 5}}, null);
        InputException refused = Assertions.assertThrows(
                InputException.class, () -> model.forward(bare, Pass.EVALUATION, Recorder.NONE));
        Assertions.assertEquals("BLIP2-IMAGE-TOKENS", refused.code());
    }

    @Test
    void generationSettingsAreChecked() {
        GenerationConfig usual = GenerationConfig.of(OptConfig.of(ConfigJson.of("defaults", Map.of())));
        for (Map<String, ?> wrong : List.of(
                Map.of("num_beams", 0),
                Map.of("num_return_sequences", 2),
                Map.of("temperature", 0),
                Map.of("top_p", 1.5),
                Map.of("repetition_penalty", -1),
                Map.of("num_beam", 5),
                Map.of("bad_words_ids", List.of(List.of())))) {
            InputException refused = Assertions.assertThrows(InputException.class, () -> usual.with(wrong));
            Assertions.assertEquals("GEN-OPTION", refused.code(), wrong.toString());
        }
        Assertions.assertEquals(20, usual.newTokens(7));
        Assertions.assertEquals(5, usual.with(Map.of("max_length", 12)).newTokens(7));
        Assertions.assertEquals(
                9, usual.with(Map.of("max_new_tokens", 9, "max_length", 12)).newTokens(7));
    }
}
