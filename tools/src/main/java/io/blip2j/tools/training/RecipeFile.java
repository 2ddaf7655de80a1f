package io.blip2j.tools.training;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A recipe: flat keys in YAML, comments around them. Paths in it are relative to its folder.
///
/// @param source the file, for messages
/// @param folder what paths are relative to
/// @param keys key to value
public record RecipeFile(String source, Path folder, Map<String, Object> keys) {
    private static final YAMLMapper YAML = new YAMLMapper();

    /// Reads a recipe.
    /// @throws InputException of kind MISSING or CONFIG
    public static RecipeFile read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    InputException.Kind.MISSING,
                    "RECIPE-MISSING",
                    file.toString(),
                    "no such file",
                    "a recipe (YAML)",
                    "Check the path; a run folder holds stage1.yaml and stage2.yaml");
        }
        try {
            Map<String, Object> keys = YAML.readValue(Files.readString(file), new TypeReference<>() {});
            if (keys == null) {
                keys = Map.of();
            }
            return new RecipeFile(file.toString(), file.toAbsolutePath().getParent(), new LinkedHashMap<>(keys));
        } catch (JacksonException | IOException problem) {
            throw new InputException(
                    InputException.Kind.CONFIG,
                    "RECIPE-YAML",
                    file.toString(),
                    String.valueOf(problem.getMessage()).lines().findFirst().orElse("an empty message"),
                    "flat keys in YAML, such as 'max_steps: 1300'",
                    "Correct the file");
        }
    }

    /// The same recipe with `key=value` overrides; every key must be known.
    public RecipeFile with(List<String> overrides) {
        Map<String, Object> changed = new LinkedHashMap<>(keys);
        for (String override : overrides) {
            int equals = override.indexOf('=');
            String key = equals < 0 ? override : override.substring(0, equals);
            if (equals < 0 || !keys.containsKey(key)) {
                throw new InputException(
                        InputException.Kind.USAGE,
                        "RECIPE-KEY",
                        "--set " + override,
                        equals < 0 ? "no '='" : "no key '" + key + "' in " + source,
                        "KEY=VALUE with one of " + String.join(", ", keys.keySet()),
                        "Correct the option");
            }
            changed.put(key, override.substring(equals + 1));
        }
        return new RecipeFile(source, folder, changed);
    }

    /// The text of a key.
    /// @throws InputException of kind CONFIG if it is missing
    public String text(String key) {
        Object value = keys.get(key);
        if (value == null) {
            throw new InputException(
                    InputException.Kind.CONFIG,
                    "RECIPE-KEY",
                    source,
                    "no key '" + key + "'",
                    "one",
                    "Add it; the recipe of a quickstart run shows all keys");
        }
        return value.toString();
    }

    /// The path of a key, resolved against the recipe's folder.
    public Path path(String key) {
        return folder.resolve(text(key));
    }

    /// A number inside a nested key, such as `world: {seed: 1}`.
    public long number(String key, String inner) {
        if (keys.get(key) instanceof Map<?, ?> map && map.get(inner) instanceof Number number) {
            return number.longValue();
        }
        throw new InputException(
                InputException.Kind.CONFIG,
                "RECIPE-KEY",
                source,
                "no number '" + inner + "' in key '" + key + "'",
                key + ": {" + inner + ": NUMBER, ...}",
                "Add it");
    }

    /// Whether a key says true.
    public boolean flag(String key) {
        return Boolean.parseBoolean(String.valueOf(keys.get(key)));
    }

    /// Writes the recipe with comment lines in front.
    public void write(Path file, String comment) {
        StringBuilder text = new StringBuilder();
        comment.lines().forEach(line -> text.append("# ").append(line).append('\n'));
        text.append(YAML.writeValueAsString(keys).replaceFirst("^---\n", ""));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException problem) {
            throw new InputException(
                    InputException.Kind.IO,
                    "RECIPE-WRITE",
                    file.toString(),
                    String.valueOf(problem.getMessage()),
                    "the right to write it",
                    "Choose another --out");
        }
    }
}
