package io.blip2j.tools.infer;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds the folder that `--model` means: a folder, or a name such as `Salesforce/blip2-opt-2.7b` among what Hugging
/// Face's
/// tools have downloaded. Nothing is downloaded here.
///
/// **Source:** huggingface_hub: `models--ORG--NAME/refs/main` names the snapshot; the cache is `HF_HUB_CACHE`, else
/// `HUGGINGFACE_HUB_CACHE`, else `hub` under `HF_HOME`, else under `XDG_CACHE_HOME/huggingface`, else under
/// `~/.cache/huggingface`.
public final class ModelPlace {
    private static final Pattern NAME = Pattern.compile("[\\w][\\w.-]*/[\\w][\\w.-]*");

    private ModelPlace() {}

    /// The folder.
    /// @throws InputException of kind MISSING that names where it was looked for
    public static Path find(String model, Map<String, String> environment) {
        Path folder = Path.of(model);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        if (Files.exists(folder)) {
            throw problem(InputException.Kind.BAD, model, "a file", "Give the folder that it lies in");
        }
        if (!NAME.matcher(model).matches()) {
            throw problem(InputException.Kind.MISSING, model, "no such folder", "Check the path");
        }
        Path cache = cache(environment);
        Path cached = cache.resolve("models--" + model.replace("/", "--"));
        Path snapshot = snapshot(cached);
        if (snapshot == null) {
            throw problem(
                    InputException.Kind.MISSING,
                    model,
                    "neither a folder of that name nor a downloaded model in " + cached,
                    "Check the name; download it with: hf download " + model);
        }
        return snapshot;
    }

    private static InputException problem(InputException.Kind kind, String model, String found, String fix) {
        return new InputException(
                kind, "CLI-MODEL", "--model " + model, found, "the folder of a model, or a name in the hub cache", fix);
    }

    static Path cache(Map<String, String> environment) {
        for (String variable : List.of("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE")) {
            if (isSet(environment, variable)) {
                return Path.of(environment.get(variable));
            }
        }
        if (isSet(environment, "HF_HOME")) {
            return Path.of(environment.get("HF_HOME"), "hub");
        }
        return isSet(environment, "XDG_CACHE_HOME")
                ? Path.of(environment.get("XDG_CACHE_HOME"), "huggingface", "hub")
                : Path.of(System.getProperty("user.home"), ".cache", "huggingface", "hub");
    }

    private static boolean isSet(Map<String, String> environment, String variable) {
        return !environment.getOrDefault(variable, "").isBlank();
    }

    /// The snapshot that `main` means, or the only one; null if there is none.
    private static Path snapshot(Path cached) {
        Path reference = cached.resolve("refs").resolve("main");
        Path snapshots = cached.resolve("snapshots");
        try {
            if (Files.isRegularFile(reference)) {
                Path named = snapshots.resolve(Files.readString(reference).strip());
                return Files.isDirectory(named) ? named : null;
            }
            if (!Files.isDirectory(snapshots)) {
                return null;
            }
            try (Stream<Path> all = Files.list(snapshots)) {
                List<Path> folders = all.filter(Files::isDirectory).toList();
                return folders.size() == 1 ? folders.getFirst() : null;
            }
        } catch (IOException problem) {
            throw new InputException(
                    InputException.Kind.IO,
                    "CLI-MODEL",
                    cached.toString(),
                    String.valueOf(problem.getMessage()),
                    "a readable folder of the hub cache",
                    "Check its permissions");
        }
    }
}
