package io.blip2j.blip2.model;

import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.nn.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// A copy of a model folder with its matrices in fewer bits. In BF16 it is a folder for Hugging Face's classes as
/// before; in INT8 and INT4 this library alone opens it ([ModelFolder] says what is in it).
///
/// A run folder's `stage1/` is copied in the same way; tokenizers, processors, recipes and pictures go along as
/// they are, checkpoints, towers and reports do not.
public final class RoundedCopy {
    private static final String CONFIG = "config.json";
    private static final String STAGE1 = "stage1";
    private static final String LEFT_OUT =
            "config\\.json|model.*\\.safetensors.*|" + Blip2Folder.QUESTION_TENSORS + "|report\\..*|metrics\\.jsonl";

    private RoundedCopy() {}

    /// What rounding did to a matrix.
    ///
    /// @param tensor its name
    /// @param type what it is now
    /// @param relativeError `‖rounded - exact‖ / ‖exact‖`, Euclidean; 0 for a matrix of zeros
    public record Rounded(String tensor, String type, double relativeError) {}

    /// Writes the copy.
    /// @param each told of every matrix
    public static void write(Path from, MatrixFormat format, Path to, Backend backend, Consumer<Rounded> each) {
        try {
            Files.createDirectories(to);
            if (Files.isRegularFile(from.resolve(CONFIG))) {
                weights(from, format, to, backend, parameter -> round(parameter, format, "", each));
                config(from.resolve(CONFIG), format, to.resolve(CONFIG));
            }
            copyFiles(from, to, LEFT_OUT);
            copyFiles(from.resolve("images"), to.resolve("images"), "");
            Path stage1 = from.resolve(STAGE1);
            if (Files.isRegularFile(stage1.resolve(CONFIG))) {
                Files.createDirectories(to.resolve(STAGE1));
                String under = STAGE1 + "/";
                weights(
                        stage1,
                        format,
                        to.resolve(STAGE1),
                        backend,
                        parameter -> round(parameter, format, under, each));
                config(stage1.resolve(CONFIG), format, to.resolve(STAGE1).resolve(CONFIG));
                copyFiles(stage1, to.resolve(STAGE1), LEFT_OUT);
            }
        } catch (IOException problem) {
            throw new InputException(
                    InputException.Kind.IO,
                    "MODEL-WRITE",
                    to.toString(),
                    String.valueOf(problem.getMessage()),
                    "a folder that can be written",
                    "Check disk and permissions");
        }
    }

    private static void weights(Path from, MatrixFormat format, Path to, Backend backend, Consumer<Parameter> loaded) {
        if (answers(from)) {
            Blip2Folder.saveWeights(Blip2Folder.load(from, backend, loaded), to);
        } else {
            RetrievalFolder.saveWeights(RetrievalFolder.load(from, backend, loaded), to);
        }
    }

    /// Whether a folder is of the class that writes answers.
    static boolean answers(Path folder) {
        return !String.valueOf(ConfigJson.read(folder.resolve(CONFIG)).tree().get("architectures"))
                .contains("Retrieval");
    }

    private static void round(Parameter parameter, MatrixFormat format, String under, Consumer<Rounded> each) {
        float[] exact = parameter.shape().rank() == 2 ? parameter.values().toFloats() : null;
        parameter.freeze(format);
        if (parameter.packed() == null) {
            return;
        }
        float[] rounded = parameter.values().toFloats();
        double error = 0;
        double size = 0;
        for (int i = 0; i < exact.length; i++) {
            double difference = (double) rounded[i] - exact[i];
            error += difference * difference;
            size += (double) exact[i] * exact[i];
        }
        String type = parameter.packed().format().name().toLowerCase(Locale.ROOT);
        each.accept(new Rounded(under + parameter.path(), type, size == 0 ? 0 : Math.sqrt(error / size)));
    }

    private static void config(Path from, MatrixFormat format, Path to) {
        ObjectNode json = ConfigJson.read(from).tree().deepCopy();
        json.remove("quantization_config");
        if (format.isQuantized()) {
            json.putObject("quantization_config")
                    .put("quant_method", "blip2j")
                    .put("weights", format.name().toLowerCase(Locale.ROOT));
        }
        ConfigJson.write(to, json);
    }

    private static void copyFiles(Path from, Path to, String but) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(from)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().matches(but))
                    .toList();
        }
        if (!files.isEmpty()) {
            Files.createDirectories(to);
        }
        for (Path file : files) {
            Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
