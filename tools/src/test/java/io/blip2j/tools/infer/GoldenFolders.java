package io.blip2j.tools.infer;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.core.testing.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Whole model folders (with tokenizer and processor) and pictures among the golden data.
public final class GoldenFolders {
    private GoldenFolders() {}

    /// Folders with a language model.
    public static List<Path> answering() {
        return folders("Blip2ForConditionalGeneration");
    }

    /// The folder with an OPT.
    public static Path opt() {
        return answering().stream()
                .filter(folder -> ConfigJson.read(folder.resolve("config.json"))
                        .object("text_config")
                        .text("model_type", "opt")
                        .equals("opt"))
                .findFirst()
                .orElseThrow();
    }

    /// The folder that compares.
    public static Path comparing() {
        return folders("Blip2ForImageTextRetrieval").getFirst();
    }

    private static List<Path> folders(String type) {
        return Golden.folders("models").stream()
                .filter(folder -> Files.exists(folder.resolve("tokenizer.json"))
                        && ConfigJson.read(folder.resolve("config.json"))
                                .tree()
                                .get("architectures")
                                .toString()
                                .contains(type))
                .toList();
    }

    /// PNG files, by name.
    public static List<String> pictures() {
        try (Stream<Path> files = Files.list(Golden.folder().resolve("images"))) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".png"))
                    .sorted()
                    .toList();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
