package io.blip2j.tools.cli;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A YAML file of keys and values, such as a recipe.
public final class FlatYaml {
    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private FlatYaml() {}

    /// Reads a file; an empty one has no keys.
    /// @throws InputException of kind CONFIG if it holds anything but keys and values
    public static Map<String, Object> read(Path file) {
        try {
            Map<String, Object> keys =
                    MAPPER.readValue(Files.readString(file), new TypeReference<Map<String, Object>>() {});
            return keys == null ? Map.of() : keys;
        } catch (NoSuchFileException missing) {
            throw problem(InputException.Kind.MISSING, file, "no such file", "Check the path");
        } catch (IOException problem) {
            throw problem(InputException.Kind.IO, file, String.valueOf(problem.getMessage()), "Check its permissions");
        } catch (JacksonException bad) {
            String where = bad.getLocation() == null ? "" : " in line " + bad.getLocation().getLineNr();
            throw problem(
                    InputException.Kind.CONFIG, file, bad.getOriginalMessage() + where, "Correct the file");
        }
    }

    private static InputException problem(InputException.Kind kind, Path file, String found, String fix) {
        return new InputException(kind, "YAML", file.toString(), found, "a YAML file with lines of key: value", fix);
    }
}
