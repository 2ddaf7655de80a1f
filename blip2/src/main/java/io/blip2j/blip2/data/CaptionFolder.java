package io.blip2j.blip2.data;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A folder of pictures, folders inside it too, with a text file beside each: every line a caption.
final class CaptionFolder {
    private static final int DEEPEST = 32;

    private CaptionFolder() {}

    static void read(Path folder, SampleList into) throws IOException {
        List<Path> pictures;
        try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
            pictures = files.filter(file -> SampleList.isPicture(file.toString()))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
        if (pictures.isEmpty()) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "DATA-EMPTY",
                    folder.toString(),
                    "no picture",
                    "pictures with .txt files beside them, captions.json, captions.csv, or .tar shards",
                    "Check the path");
        }
        for (Path picture : pictures) {
            String name = folder.relativize(picture).toString();
            Path text = folder.resolve(name.substring(0, name.lastIndexOf('.')) + ".txt");
            if (!Files.isRegularFile(text)) {
                into.refuse(name, "DATA-TEXT", "no " + text.getFileName() + " beside it");
                continue;
            }
            try {
                into.captions(name, picture.toAbsolutePath().toString(), name, Files.readAllLines(text));
            } catch (CharacterCodingException notText) {
                into.refuse(name, "DATA-TEXT", "bytes that are no UTF-8 in " + text.getFileName());
            }
        }
    }
}
