package io.blip2j.tools.infer;

import io.blip2j.blip2.image.Picture;
import io.blip2j.blip2.image.PictureReader;
import io.blip2j.core.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// A picture that a command was given.
///
/// @param name how results and messages call it
/// @param source reads it; throws an [InputException] if it is bad
public record PictureInput(String name, Supplier<Picture> source) {
    private static final PictureReader READER = PictureReader.upright();
    private static final Pattern WILD = Pattern.compile("[*?\\[{]");
    private static final Pattern PICTURE_FILE =
            Pattern.compile(".*\\.(jpe?g|png|gif|bmp|tiff?|webp)", Pattern.CASE_INSENSITIVE);
    private static final int SHOWN_OF_URI = 40;

    /// The pictures that arguments mean: files, folders (the picture files in them, at any depth), globs, `-`
    /// (the bytes of one picture on stdin), `data:` URIs. What means none is an input that fails when it is read.
    public static List<PictureInput> of(List<String> arguments, InputStream stdin) {
        List<PictureInput> inputs = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.equals("-")) {
                inputs.add(new PictureInput(argument, () -> ofStream(stdin)));
            } else if (argument.toLowerCase(Locale.ROOT).startsWith("data:")) {
                String name = argument.substring(0, Math.min(argument.length(), SHOWN_OF_URI)) + "...";
                inputs.add(new PictureInput(name, () -> READER.readDataUri(argument, name)));
            } else {
                try {
                    inputs.addAll(ofPath(argument));
                } catch (InvalidPathException | PatternSyntaxException bad) {
                    inputs.add(failing(
                            argument,
                            String.valueOf(bad.getMessage()).lines().findFirst().orElse("")));
                }
            }
        }
        return inputs;
    }

    /// The one picture that an argument means.
    public static PictureInput only(String argument, InputStream stdin) {
        List<PictureInput> inputs = of(List.of(argument), stdin);
        if (inputs.size() != 1) {
            throw new InputException(
                    InputException.Kind.USAGE,
                    "CLI-ONE",
                    argument,
                    inputs.size() + " pictures",
                    "one picture",
                    "Name one of them");
        }
        return inputs.getFirst();
    }

    /// Reads it.
    public Picture read() {
        return source.get();
    }

    private static Picture ofStream(InputStream stdin) {
        try {
            return READER.read(stdin.readNBytes((int) PictureReader.MAX_BYTES + 1), "stdin");
        } catch (IOException problem) {
            throw new java.io.UncheckedIOException(problem);
        }
    }

    private static List<PictureInput> ofPath(String argument) {
        Path path = Path.of(argument);
        if (Files.isDirectory(path)) {
            List<PictureInput> inside = ofFiles(walk(path, Integer.MAX_VALUE, PICTURE_FILE::matcher));
            return inside.isEmpty() ? List.of(failing(argument, "a folder without pictures")) : inside;
        }
        if (Files.exists(path) || !WILD.matcher(argument).find()) {
            return ofFiles(List.of(path));
        }
        Path still = path.isAbsolute() ? path.getRoot() : Path.of("");
        int names = 0;
        while (names < path.getNameCount()
                && !WILD.matcher(path.getName(names).toString()).find()) {
            still = still.resolve(path.getName(names++));
        }
        int depth = argument.contains("**") ? Integer.MAX_VALUE : path.getNameCount() - names;
        var glob = path.getFileSystem().getPathMatcher("glob:" + path);
        List<Path> found = new ArrayList<>();
        for (Path file : Files.isDirectory(still.toAbsolutePath()) ? walk(still, depth, null) : List.<Path>of()) {
            if (glob.matches(file)) {
                found.add(file);
            }
        }
        return found.isEmpty() ? List.of(failing(argument, "no file that matches")) : ofFiles(found);
    }

    private static List<PictureInput> ofFiles(List<Path> files) {
        return files.stream()
                .map(file -> new PictureInput(file.toString(), () -> READER.read(file)))
                .toList();
    }

    /// Files below a folder in alphabetical order.
    /// @param names which ones by name, null: all
    private static List<Path> walk(
            Path folder, int depth, java.util.function.Function<String, java.util.regex.Matcher> names) {
        try (Stream<Path> all = Files.walk(folder, depth)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> names == null
                            || names.apply(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        } catch (IOException problem) {
            throw new java.io.UncheckedIOException(problem);
        }
    }

    private static PictureInput failing(String argument, String found) {
        return new PictureInput(argument, () -> {
            throw new InputException(
                    InputException.Kind.MISSING, "IMG-MISSING", argument, found, "a picture", "Check the path");
        });
    }
}
