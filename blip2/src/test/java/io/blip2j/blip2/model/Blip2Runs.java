package io.blip2j.blip2.model;

import io.blip2j.blip2.testing.GoldenModels;
import io.blip2j.blip2.testing.GoldenModels.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The golden folders of BLIP-2 with a language model.
final class Blip2Runs {
    private Blip2Runs() {}

    static List<Run> of(Set<String> kinds, String... configNames) {
        return GoldenModels.runs(Set.of(Blip2Config.MODEL_TYPE), kinds, configNames).stream()
                .filter(run -> isGenerator(run))
                .toList();
    }

    private static boolean isGenerator(Run run) {
        JsonNode names = run.config().tree().get("architectures");
        return names != null && names.get(0).stringValue().equals("Blip2ForConditionalGeneration");
    }

    /// The run's model; with another configuration file than `config.json` from a copy of the folder that has it so.
    static Blip2ForConditionalGeneration load(Run run, Path scratch) {
        if (run.configName().equals("config.json")) {
            return Blip2ForConditionalGeneration.load(run.folder(), run.backend());
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(run.folder(), "*model*")) {
            for (Path file : files) {
                Files.copy(file, scratch.resolve(file.getFileName()));
            }
            Files.copy(run.folder().resolve(run.configName()), scratch.resolve("config.json"));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        return Blip2ForConditionalGeneration.load(scratch, run.backend());
    }

    static Blip2Input input(Run run) {
        return new Blip2Input(
                run.input("pixel_values"),
                run.rows("input_ids"),
                run.rows("attention_mask"),
                run.rows("labels"),
                run.golden().get("interpolate_pos_encoding").isTrue());
    }
}
