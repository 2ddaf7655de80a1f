package io.blip2j.blip2.folders;

import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.checkpoint.ModelSource;
import io.blip2j.blip2.checkpoint.ModelWriter;
import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.lavis.LavisModel;
import io.blip2j.blip2.lavis.LavisParts;
import io.blip2j.blip2.model.Blip2Folder;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.blip2.model.Blip2ForImageTextRetrieval;
import io.blip2j.blip2.model.ModelPlan;
import io.blip2j.blip2.model.RetrievalFolder;
import io.blip2j.blip2.stage1.Stage1Folder;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.blip2.vit.VisionConfig;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.io.SafeTensorsWriter.Piece;
import io.blip2j.core.shape.DType;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.state.StateDict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// Writes a folder that Hugging Face's classes read without a key left over: settings, tensors in the types that
/// they have, tokenizer and image processor. Of a run folder, the model of stage 1 goes into `stage1`.
///
/// Tensors go from file to file one at a time; aliases of tied weights and buffers are left out, and so is what
/// Hugging Face has no place for.
public final class HuggingFaceExport {
    private static final String CONFIG = "config.json";

    private final Backend backend;
    private final List<String> leftOut = new ArrayList<>();

    private HuggingFaceExport(Backend backend) {
        this.backend = backend;
    }

    /// Writes a folder.
    /// @param folder a BLIP-2 of either kind, or a run
    /// @return what was left out, in words
    /// @throws InputException if the folder's keys do not fit its settings, or Hugging Face has no such model
    public static List<String> write(Path folder, Path out, Backend backend) {
        HuggingFaceExport export = new HuggingFaceExport(backend);
        for (String part : ModelFolder.modelsIn(folder)) {
            Path from = folder.resolve(part);
            try (ModelFolder files = ModelFolder.open(from)) {
                Path lavis = from.resolve(Stage1Folder.LAVIS_TENSORS);
                if (Files.isRegularFile(lavis)) {
                    files.add(lavis);
                }
                if (RetrievalFolder.isDescribedBy(files.config())) {
                    export.retrieval(files, from, ImageProcessor.read(from), out.resolve(part));
                } else {
                    ModelPlan<Blip2ForConditionalGeneration> plan = Blip2Folder.plan(files);
                    export.answering(files, plan, from, ImageProcessor.read(from), out.resolve(part));
                }
            }
        }
        return List.copyOf(export.leftOut);
    }

    /// Writes a folder from a checkpoint of LAVIS and its towers.
    /// @return what was left out, in words
    public static List<String> write(Path checkpoint, LavisParts parts, Path out, Backend backend) {
        HuggingFaceExport export = new HuggingFaceExport(backend);
        try (LavisModel model = LavisModel.open(checkpoint, parts)) {
            int size = VisionConfig.of(model.config().object("vision_config")).imageSize();
            ImageProcessor images = ImageProcessor.blip2(size);
            if (model.answers()) {
                ModelPlan<Blip2ForConditionalGeneration> plan = Blip2Folder.plan(model, null, model.readsTexts());
                export.answering(model, plan, parts.language(), images, out);
            } else {
                export.retrieval(model, parts.requireTokenizer(checkpoint), images, out);
            }
        }
        return List.copyOf(export.leftOut);
    }

    private void answering(
            ModelSource files,
            ModelPlan<Blip2ForConditionalGeneration> plan,
            Path tokenizer,
            ImageProcessor images,
            Path out) {
        Blip2ForConditionalGeneration model = plan.model();
        requirePlace(files, model.config().vision());
        DType type = write(files, plan, parameter -> !Blip2Folder.forQuestions(parameter), out);
        if (model.readsQuestions()) {
            leftOut.add("what the Q-Former reads questions with (" + Blip2Folder.QUESTION_TENSORS + ")");
        }
        writeSettings(out, Blip2Folder.settings(model), type);
        ConfigJson.write(
                out.resolve(Blip2Folder.GENERATION),
                model.generation().toJson(model.config().text()));
        Tokenizers.copy(tokenizer, out);
        images.write(out, model.config().queries());
    }

    private void retrieval(ModelSource files, Path tokenizer, ImageProcessor images, Path out) {
        ModelPlan<Blip2ForImageTextRetrieval> plan = RetrievalFolder.plan(files);
        Blip2ForImageTextRetrieval model = plan.model();
        requirePlace(files, model.config().vision());
        DType type = write(files, plan, _ -> true, out);
        if (files.names().contains("temp")) {
            leftOut.add("the head that writes captions and the temperature (" + Stage1Folder.LAVIS_TENSORS
                    + "; --format lavis keeps them)");
        }
        writeSettings(out, model.config().toJson(), type);
        Tokenizers.copy(tokenizer, out);
        images.write(out, model.config().queries());
    }

    private static void requirePlace(ModelSource files, VisionConfig vision) {
        if (vision.modelType().equals(VisionConfig.CLIP)) {
            throw new InputException(
                    InputException.Kind.UNAVAILABLE,
                    "EXPORT-CLIP",
                    files.what(),
                    "CLIP's image encoder",
                    "the encoder that Hugging Face's BLIP-2 has (" + VisionConfig.BLIP2 + ")",
                    "Use --format lavis");
        }
    }

    /// @return the type that most numbers have
    private DType write(ModelSource files, ModelPlan<?> plan, Predicate<Parameter> wanted, Path out) {
        List<Piece> pieces = new ArrayList<>();
        Map<DType, Long> numbers = new EnumMap<>(DType.class);
        StateDict.requireFits(plan.model(), files, plan.keys()).found().forEach((key, parameter) -> {
            if (wanted.test(parameter)) {
                DType type = files.dtype(key);
                pieces.add(new Piece(key, type, parameter.shape(), () -> files.read(key, backend)));
                numbers.merge(type, (long) parameter.shape().size(), Long::sum);
            }
        });
        ModelWriter.write(out, pieces, ModelWriter.MAX_FILE_BYTES);
        return numbers.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(DType.F32);
    }

    private static void writeSettings(Path out, ObjectNode settings, DType type) {
        String name = switch (type) {
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            case F64 -> "float64";
            default -> "float32";
        };
        ConfigJson.write(out.resolve(CONFIG), settings.put("dtype", name));
    }
}
