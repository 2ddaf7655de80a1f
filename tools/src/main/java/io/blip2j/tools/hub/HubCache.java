package io.blip2j.tools.hub;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The folder of one model in the hub's cache.
///
/// | path | what |
/// |---|---|
/// | `blobs/HASH` | a file's bytes, named by their hash |
/// | `blobs/HASH.incomplete` | the beginning of a file whose download was cut |
/// | `refs/REVISION` | the commit that a branch or tag meant when it was downloaded |
/// | `snapshots/COMMIT/FILE` | a relative link to the file's bytes, or a copy where there are no links |
///
/// @param folder `CACHE/models--ORG--NAME`
public record HubCache(Path folder) {
    private static final String INCOMPLETE = ".incomplete";

    /// Where a model lies, or would.
    public static HubCache of(HubName name, Map<String, String> environment) {
        return new HubCache(root(environment).resolve("models--" + name.id().replace("/", "--")));
    }

    /// The cache: `HF_HUB_CACHE`, else `HUGGINGFACE_HUB_CACHE`, else `hub` under `HF_HOME`, else under
    /// `XDG_CACHE_HOME/huggingface`, else under `~/.cache/huggingface`.
    public static Path root(Map<String, String> environment) {
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

    Path blob(String hash) {
        return folder.resolve("blobs").resolve(hash);
    }

    Path incomplete(String hash) {
        return folder.resolve("blobs").resolve(hash + INCOMPLETE);
    }

    /// The folder of a revision; null if it was never downloaded. Without `refs/main` the only snapshot is meant.
    public Path snapshot(String revision) {
        Path reference = folder.resolve("refs").resolve(revision);
        Path snapshots = folder.resolve("snapshots");
        try {
            if (Files.isRegularFile(reference)) {
                Path named = snapshots.resolve(Files.readString(reference).strip());
                return Files.isDirectory(named) ? named : null;
            }
            if (Files.isDirectory(snapshots.resolve(revision))) {
                return snapshots.resolve(revision);
            }
            if (!revision.equals(HubName.MAIN) || !Files.isDirectory(snapshots)) {
                return null;
            }
            List<Path> all = list(snapshots).stream().filter(Files::isDirectory).toList();
            return all.size() == 1 ? all.getFirst() : null;
        } catch (IOException problem) {
            throw unreadable(problem);
        }
    }

    /// Names of files whose download was cut; empty if there are none.
    public List<String> unfinished() {
        Path blobs = folder.resolve("blobs");
        try {
            return !Files.isDirectory(blobs)
                    ? List.of()
                    : list(blobs).stream()
                            .map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(INCOMPLETE))
                            .toList();
        } catch (IOException problem) {
            throw unreadable(problem);
        }
    }

    /// Names in a snapshot, at its root, whose bytes are not there.
    public static List<String> broken(Path snapshot) {
        try {
            return list(snapshot).stream()
                    .filter(file -> !Files.exists(file))
                    .map(file -> file.getFileName().toString())
                    .toList();
        } catch (IOException problem) {
            throw new HubCache(snapshot).unreadable(problem);
        }
    }

    /// Whether a snapshot has weights, at its root or in its `stage1`.
    public static boolean hasWeights(Path snapshot) {
        try {
            List<String> names = new ArrayList<>();
            for (String part : List.of("", "stage1/")) {
                Path inside = snapshot.resolve(part);
                for (Path file : Files.isDirectory(inside) ? list(inside) : List.<Path>of()) {
                    names.add(part + file.getFileName());
                }
            }
            return HubFiles.hasWeights(names);
        } catch (IOException problem) {
            throw new HubCache(snapshot).unreadable(problem);
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    private InputException unreadable(IOException problem) {
        return new InputException(
                InputException.Kind.IO,
                "CLI-MODEL",
                folder.toString(),
                String.valueOf(problem.getMessage()),
                "a readable folder of the hub cache",
                "Check its permissions");
    }

    /// Puts a blob into a snapshot under a file's name.
    void link(String commit, String file, String hash) throws IOException {
        Path place = folder.resolve("snapshots").resolve(commit).resolve(file);
        Files.createDirectories(place.getParent());
        Path target = place.getParent().relativize(blob(hash));
        Path beside = place.resolveSibling(place.getFileName() + ".tmp");
        Files.deleteIfExists(beside);
        try {
            Files.createSymbolicLink(beside, target);
        } catch (UnsupportedOperationException | IOException _) {
            Files.copy(blob(hash), beside); // a file system without links
        }
        Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Says which commit a revision means.
    void refer(String revision, String commit) throws IOException {
        if (!revision.equals(commit)) {
            Path reference = folder.resolve("refs").resolve(revision);
            Files.createDirectories(reference.getParent());
            Path beside = reference.resolveSibling(reference.getFileName() + ".tmp");
            Files.writeString(beside, commit);
            Files.move(beside, reference, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
