package io.blip2j.tools.training;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The folder of a run: whose it is, and how far it came.
///
/// A folder is ours if it is not there, is empty, or holds a mark of an earlier run of ours; anything else in the
/// way is refused and left alone.
///
/// @param path the folder
public record RunFolder(Path path) {
    private static final List<String> MARKS = List.of("stage1.yaml", "stage2.yaml", "towers", "quickstart.yaml");

    /// Whether there is nothing yet.
    public boolean isNew() {
        return !Files.exists(path) || isEmptyFolder();
    }

    private boolean isEmptyFolder() {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.findAny().isEmpty();
        } catch (IOException problem) {
            throw unreadable(problem);
        }
    }

    /// Whether an earlier run of ours wrote it.
    public boolean isOurs() {
        return MARKS.stream().anyMatch(mark -> Files.exists(path.resolve(mark)));
    }

    /// Whether a file of the folder is there.
    public boolean has(String file) {
        return Files.exists(path.resolve(file));
    }

    /// Refuses a folder that is in the way.
    /// @throws InputException of kind EXISTS
    public void requireNewOrOurs() {
        if (!isNew() && !isOurs()) {
            throw exists("something else", "an empty or new folder, or one of an earlier run");
        }
    }

    /// What to say of a folder that is in the way.
    public InputException exists(String found, String expected) {
        return new InputException(
                InputException.Kind.EXISTS,
                "OUT-EXISTS",
                "--out " + path,
                found,
                expected,
                "Choose another folder with --out");
    }

    /// Removes what an earlier run of ours left.
    public void clear() {
        if (!Files.exists(path)) {
            return;
        }
        requireNewOrOurs();
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException problem) {
            throw unreadable(problem);
        }
    }

    private InputException unreadable(IOException problem) {
        return new InputException(
                InputException.Kind.IO,
                "OUT-IO",
                "--out " + path,
                String.valueOf(problem.getMessage()),
                "a folder that can be read and changed",
                "Check permissions, or choose another folder");
    }
}
