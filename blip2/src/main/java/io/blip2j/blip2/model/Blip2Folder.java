package io.blip2j.blip2.model;

import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.checkpoint.ModelWriter;
import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.generate.GenerationConfig;
import io.blip2j.blip2.language.LanguageModel;
import io.blip2j.blip2.opt.OptConfig;
import io.blip2j.blip2.opt.OptForCausalLm;
import io.blip2j.blip2.t5.T5Config;
import io.blip2j.blip2.t5.T5ForConditionalGeneration;
import io.blip2j.core.backend.Backend;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.state.KeyMap;
import io.blip2j.nn.state.StateDict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Reads and writes folders of [Blip2ForConditionalGeneration].
///
/// Beside Hugging Face's files there may be `qformer_text.safetensors`: what the Q-Former needs to read questions.
final class Blip2Folder {
    static final String QUESTION_TENSORS = "qformer_text.safetensors";

    private static final String LANGUAGE = "language_model.";
    private static final String QUESTION_NAMES =
            "embeddings\\..*|qformer\\.encoder\\.layer\\.\\d+\\.(intermediate|output)\\..*";

    private Blip2Folder() {}

    static Blip2ForConditionalGeneration load(Path folder, Backend backend, Consumer<Parameter> loaded) {
        try (ModelFolder files = ModelFolder.open(folder)) {
            Blip2Config config = Blip2Config.of(files.config());
            boolean readsQuestions = Files.isRegularFile(folder.resolve(QUESTION_TENSORS));
            if (readsQuestions) {
                files.add(folder.resolve(QUESTION_TENSORS));
            }
            GenerationConfig generation = GenerationConfig.of(config.text());
            Path settings = folder.resolve("generation_config.json");
            if (Files.isRegularFile(settings)) {
                generation = generation.with(ConfigJson.read(settings));
            }
            LanguageModel language;
            KeyMap keys;
            if (config.text() instanceof T5Config t5) {
                T5ForConditionalGeneration model = T5ForConditionalGeneration.of(t5, files, LANGUAGE);
                language = model;
                keys = model.keys();
            } else {
                OptForCausalLm model = new OptForCausalLm((OptConfig) config.text());
                language = model;
                keys = model.keys();
            }
            Blip2ForConditionalGeneration model =
                    new Blip2ForConditionalGeneration(config, language, generation, readsQuestions);
            StateDict.load(model, files, keys, backend, loaded);
            return model;
        }
    }

    static void save(Blip2ForConditionalGeneration model, Path folder) {
        saveWeights(model, folder);
        ConfigJson.write(folder.resolve("config.json"), model.config().toJson("Blip2ForConditionalGeneration"));
        ConfigJson.write(
                folder.resolve("generation_config.json"),
                model.generation().toJson(model.config().text()));
    }

    static void saveWeights(Blip2ForConditionalGeneration model, Path folder) {
        ModelWriter.write(folder, model, parameter -> !forQuestions(parameter), ModelWriter.MAX_FILE_BYTES);
        List<Parameter> questions =
                model.parameters().stream().filter(Blip2Folder::forQuestions).toList();
        if (model.readsQuestions()) {
            ModelWriter.writeFile(folder.resolve(QUESTION_TENSORS), questions);
        }
    }

    private static boolean forQuestions(Parameter parameter) {
        return parameter.path().matches(QUESTION_NAMES);
    }
}
