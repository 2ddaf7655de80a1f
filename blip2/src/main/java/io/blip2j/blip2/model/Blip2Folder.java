package io.blip2j.blip2.model;

import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.checkpoint.ModelSource;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// Reads and writes folders of [Blip2ForConditionalGeneration].
///
/// Beside Hugging Face's files there may be `qformer_text.safetensors`: what the Q-Former needs to read questions.
public final class Blip2Folder {
    /// Hugging Face's class.
    public static final String ARCHITECTURE = "Blip2ForConditionalGeneration";

    /// The file with what the Q-Former needs to read questions.
    public static final String QUESTION_TENSORS = "qformer_text.safetensors";

    /// The file with how a model answers unless told otherwise.
    public static final String GENERATION = "generation_config.json";
    private static final String LANGUAGE = "language_model.";
    private static final String QUESTION_NAMES =
            "embeddings\\..*|qformer\\.encoder\\.layer\\.\\d+\\.(intermediate|output)\\..*";

    private Blip2Folder() {}

    static Blip2ForConditionalGeneration load(Path folder, Backend backend, Consumer<Parameter> loaded) {
        try (ModelFolder files = ModelFolder.open(folder)) {
            return plan(files).load(files, backend, loaded);
        }
    }

    /// The model that a folder holds, without values yet; what it needs to read questions is added to the files.
    public static ModelPlan<Blip2ForConditionalGeneration> plan(ModelFolder files) {
        Path questions = files.path().resolve(QUESTION_TENSORS);
        boolean readsQuestions = Files.isRegularFile(questions);
        if (readsQuestions) {
            files.add(questions);
        }
        Path settings = files.path().resolve(GENERATION);
        return plan(files, Files.isRegularFile(settings) ? ConfigJson.read(settings) : null, readsQuestions);
    }

    /// The model that files hold, without values yet.
    /// @param generation how it answers unless told otherwise, or null
    public static ModelPlan<Blip2ForConditionalGeneration> plan(
            ModelSource files, ConfigJson generation, boolean readsQuestions) {
        Blip2Config config = Blip2Config.of(files.config());
        GenerationConfig usual = GenerationConfig.of(config.text());
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
        return new ModelPlan<>(
                new Blip2ForConditionalGeneration(
                        config, language, generation == null ? usual : usual.with(generation), readsQuestions),
                keys);
    }

    static void save(Blip2ForConditionalGeneration model, Path folder) {
        saveWeights(model, folder);
        ConfigJson.write(folder.resolve("config.json"), settings(model));
        ConfigJson.write(
                folder.resolve(GENERATION),
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

    /// A model's `config.json`. Hugging Face's class has feed-forwards for words if it says so, so it never does.
    public static ObjectNode settings(Blip2ForConditionalGeneration model) {
        Blip2Config config = model.config();
        return config.with(config.qformer().withTextInput(false)).toJson(ARCHITECTURE);
    }

    /// Whether a parameter is for reading questions, for which Hugging Face's class has no place.
    public static boolean forQuestions(Parameter parameter) {
        return parameter.path().matches(QUESTION_NAMES);
    }
}
