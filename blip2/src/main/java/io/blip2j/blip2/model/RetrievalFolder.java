package io.blip2j.blip2.model;

import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.checkpoint.ModelSource;
import io.blip2j.blip2.checkpoint.ModelWriter;
import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.state.KeyMap;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Reads and writes folders of [Blip2ForImageTextRetrieval] as Hugging Face has them.
public final class RetrievalFolder {
    /// Names of what LAVIS has beside Hugging Face's tensors: the head for captions, and the temperature.
    public static final String LAVIS_ONLY = "cls\\..*|temp";

    private static final KeyMap KEYS = KeyMap.SAME.ignoring(LAVIS_ONLY);

    private RetrievalFolder() {}

    /// Whether a `config.json` is of a model that compares: by its class, or by a Q-Former that reads texts.
    public static boolean isDescribedBy(ConfigJson config) {
        String classes = String.valueOf(config.tree().get("architectures"));
        return classes.contains("Retrieval")
                || !classes.contains("ConditionalGeneration")
                        && config.object("qformer_config").flag("use_qformer_text_input", false);
    }

    /// The model that files hold, without values yet.
    public static ModelPlan<Blip2ForImageTextRetrieval> plan(ModelSource files) {
        return new ModelPlan<>(new Blip2ForImageTextRetrieval(RetrievalConfig.of(files.config())), KEYS);
    }

    /// Reads a folder and freezes each matrix as soon as it is read. What only training needs is left out.
    /// @param weights what matrices are kept as; null: as the folder has them
    public static Blip2ForImageTextRetrieval loadFrozen(Path folder, Backend backend, MatrixFormat weights) {
        return load(folder, backend, parameter -> parameter.freeze(weights));
    }

    static Blip2ForImageTextRetrieval load(Path folder, Backend backend, Consumer<Parameter> loaded) {
        try (ModelFolder files = ModelFolder.open(folder)) {
            return plan(files).load(files, backend, loaded);
        }
    }

    /// Writes a folder that Hugging Face's class reads: the model without what is LAVIS's alone, its tokenizer
    /// and its processor.
    /// @param tokenizer a folder with the Q-Former's tokenizer
    public static void save(Blip2ForImageTextRetrieval model, Path folder, Path tokenizer) {
        RetrievalConfig config = model.config();
        saveWeights(model, folder);
        ConfigJson.write(folder.resolve("config.json"), config.toJson());
        Tokenizers.copy(tokenizer, folder);
        ImageProcessor.blip2(config.vision().imageSize()).write(folder, config.queries());
    }

    static void saveWeights(Blip2ForImageTextRetrieval model, Path folder) {
        ModelWriter.write(
                folder, model, parameter -> !parameter.path().matches(LAVIS_ONLY), ModelWriter.MAX_FILE_BYTES);
    }
}
