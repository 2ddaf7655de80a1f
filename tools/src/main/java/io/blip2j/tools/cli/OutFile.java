package io.blip2j.tools.cli;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that `--out` names: asked for before the work, written whole or not at all.
public final class OutFile {
    private OutFile() {}

    /// The path, if it may be written: its folder is there, and nothing lies in its place, or `force` is given.
    public static Path check(Path file, boolean force) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw problem(InputException.Kind.MISSING, file, "no folder " + folder, "Make the folder first");
        }
        if (Files.isDirectory(file)) {
            throw problem(InputException.Kind.EXISTS, file, "a folder", "Name a file in it");
        }
        if (Files.exists(file) && !force) {
            throw problem(
                    InputException.Kind.EXISTS, file, "a file that is there already", "Name another, or add --force");
        }
        return file;
    }

    private static InputException problem(InputException.Kind kind, Path file, String found, String fix) {
        return new InputException(kind, "CLI-OUT", "--out " + file, found, "a place for a new file", fix);
    }

    /// Writes the bytes beside the place first and moves them there.
    public static void write(Path file, byte[] bytes) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.write(beside, bytes);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
