package io.blip2j.tools.infer;

import io.blip2j.blip2.Blip2;
import io.blip2j.blip2.Blip2Options;
import io.blip2j.blip2.PromptStyle;
import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.checkpoint.ModelSource;
import io.blip2j.blip2.checkpoint.NotFinite;
import io.blip2j.blip2.generate.GenerationConfig;
import io.blip2j.blip2.lavis.LavisModel;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.tools.cli.CommonOptions;
import io.blip2j.tools.training.RecipeFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Opens the folder that `--model` means, asked as its recipe says.
///
/// | key of `stage2.yaml` | meaning |
/// |---|---|
/// | `prompt` | what captions go on from |
/// | `question_prompt` | what answers go on from, `{}` for the question |
/// | `question_in_qformer` | whether the Q-Former reads the question too |
/// | `num_beams`, `max_new_tokens`, ... | generation options by Hugging Face's names |
public final class ModelOpener {
    private static final String RECIPE = "stage2.yaml";

    private ModelOpener() {}

    /// The folder, or the checkpoint of LAVIS, ready to be used.
    public static Blip2 open(CommonOptions common, LavisOptions lavis) {
        Path checkpoint = Path.of(common.model());
        if (LavisModel.isOne(checkpoint)) {
            refuseNotFinite(common, () -> LavisModel.open(checkpoint, lavis.parts()));
            Blip2Options standard = Blip2Options.standard().withWeights(format(common.weights()));
            return Blip2.load(checkpoint, lavis.parts(), standard);
        }
        Path folder = ModelPlace.find(common.model(), System.getenv());
        refuseNotFinite(common, () -> ModelFolder.open(folder));
        return Blip2.load(folder, options(folder, Blip2Options.standard()).withWeights(format(common.weights())));
    }

    private static void refuseNotFinite(CommonOptions common, Supplier<ModelSource> model) {
        if (common.strictFinite()) {
            try (ModelSource files = model.get()) {
                NotFinite.refuse(files);
            }
        }
    }

    /// How a folder wants to be asked.
    public static Blip2Options options(Path folder, Blip2Options options) {
        Path recipe = folder.resolve(RECIPE);
        if (!Files.isRegularFile(recipe)) {
            return options;
        }
        Map<String, Object> keys = RecipeFile.read(recipe).keys();
        Map<String, Object> decoding = new HashMap<>(keys);
        decoding.keySet().retainAll(GenerationConfig.NAMES);
        decoding.remove("seed"); // the run's own
        return options.withStyle(new PromptStyle(
                        value(recipe, keys, "prompt", String.class),
                        value(recipe, keys, "question_prompt", String.class),
                        value(recipe, keys, "question_in_qformer", Boolean.class)))
                .withDecoding(decoding);
    }

    private static <T> T value(Path recipe, Map<String, Object> keys, String key, Class<T> type) {
        Object value = keys.get(key);
        if (value != null && !type.isInstance(value)) {
            throw new InputException(
                    InputException.Kind.CONFIG,
                    "RECIPE-TYPE",
                    recipe + ", key " + key,
                    "'" + value + "'",
                    type == Boolean.class ? "true or false" : "a text in quotes",
                    "Correct the recipe");
        }
        return type.cast(value);
    }

    /// What `--weights` means for matrices; null: as the folder has them.
    public static MatrixFormat format(CommonOptions.Weights weights) {
        return switch (weights) {
            case KEEP -> null;
            case F32 -> MatrixFormat.F32;
            case BF16 -> MatrixFormat.BF16;
            case INT8 -> MatrixFormat.INT8;
            case INT4 -> MatrixFormat.INT4;
        };
    }
}
