package io.blip2j.tools.infer;

import io.blip2j.core.InputException;
import io.blip2j.tools.hub.HubCache;
import io.blip2j.tools.hub.HubName;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Finds the folder that `--model` means: a folder, or a name such as `Salesforce/blip2-opt-2.7b`, perhaps with a
/// revision (`ORG/NAME@REVISION`), among what `blip2 pull` or Hugging Face's tools have downloaded. Nothing is
/// downloaded here.
public final class ModelPlace {
    private static final String CONFIG = "config.json";

    private ModelPlace() {}

    /// The folder.
    /// @throws InputException of kind MISSING that names where it was looked for
    public static Path find(String model, Map<String, String> environment) {
        Path folder = path(model);
        if (folder != null && Files.isDirectory(folder)) {
            return folder;
        }
        if (folder != null && Files.exists(folder)) {
            throw problem(InputException.Kind.BAD, model, "a file", "Give the folder that it lies in");
        }
        HubName name = HubName.of(model);
        if (name == null) {
            throw problem(InputException.Kind.MISSING, model, "no such folder", "Check the path");
        }
        HubCache cached = HubCache.of(name, environment);
        Path snapshot = cached.snapshot(name.revision());
        List<String> unfinished = cached.unfinished();
        boolean cut = !unfinished.isEmpty() && (snapshot == null || !HubCache.hasWeights(snapshot));
        if (snapshot == null || cut) {
            throw problem(
                    InputException.Kind.MISSING,
                    model,
                    cut
                            ? "a download that is not finished in " + cached.folder() + ": " + some(unfinished)
                            : "neither a folder of that name nor a downloaded model in " + cached.folder(),
                    cut ? "Go on with it: blip2 pull " + name : "Check the name; download it with: blip2 pull " + name);
        }
        List<String> broken = HubCache.broken(snapshot);
        boolean hasConfig = Files.exists(snapshot.resolve(CONFIG))
                || Files.exists(snapshot.resolve("stage1").resolve(CONFIG));
        if (!broken.isEmpty() || !hasConfig) {
            throw problem(
                    InputException.Kind.MISSING,
                    model,
                    snapshot + " without " + (broken.isEmpty() ? CONFIG : some(broken)),
                    "Download what is missing: blip2 pull " + name);
        }
        return snapshot;
    }

    private static Path path(String model) {
        try {
            return Path.of(model);
        } catch (InvalidPathException _) {
            return null;
        }
    }

    private static String some(List<String> names) {
        int shown = 3;
        return String.join(", ", names.subList(0, Math.min(shown, names.size())))
                + (names.size() > shown ? " and " + (names.size() - shown) + " more" : "");
    }

    private static InputException problem(InputException.Kind kind, String model, String found, String fix) {
        return new InputException(
                kind, "CLI-MODEL", "--model " + model, found, "the folder of a model, or a name in the hub cache", fix);
    }
}
