package io.blip2j.blip2.data;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The samples of a data set, in the order of its files; pictures are read when they are wanted.
///
/// ```java
/// DataSet coco = DataSet.open(new DataSpec(Path.of("coco_karpathy_test.json"), Path.of("coco/images"), null, null));
/// ```
///
/// @param name of the file or folder
/// @param format what it turned out to be
/// @param samples the usable ones
/// @param bad those whose annotation is unusable
public record DataSet(String name, DataFormat format, List<Sample> samples, List<BadSample> bad) {
    private static final List<String> TABLES = List.of(".csv", ".tsv", ".token", ".txt");
    private static final List<String> CAPTION_FILES =
            List.of("captions.json", "captions.csv", "captions.tsv", "metadata.jsonl", "metadata.csv");

    public DataSet {
        samples = List.copyOf(samples);
        bad = List.copyOf(bad);
    }

    /// Reads the annotations of a data set.
    /// @throws InputException of kind MISSING if it is not there, BAD if it is none
    public static DataSet open(DataSpec spec) {
        Path path = spec.path();
        if (!Files.exists(path)) {
            throw new InputException(
                    InputException.Kind.MISSING,
                    "DATA-MISSING",
                    path.toString(),
                    "no such file or folder",
                    "annotations, shards, or a folder of pictures with captions",
                    "Check the path");
        }
        SampleList into = new SampleList(spec);
        DataFormat format;
        try {
            format = Files.isDirectory(path) ? folder(path, into) : file(path, into);
        } catch (IOException problem) {
            throw new InputException(
                    InputException.Kind.IO,
                    "DATA-IO",
                    path.toString(),
                    String.valueOf(problem.getMessage()),
                    "a readable file of UTF-8 text",
                    "Check disk and permissions");
        }
        if (into.samples().isEmpty() && into.bad().isEmpty()) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "DATA-EMPTY",
                    path.toString(),
                    "no sample",
                    "pictures with captions or questions" + (spec.split() == null ? "" : " of split " + spec.split()),
                    "Check the path");
        }
        return new DataSet(String.valueOf(path.getFileName()), format, into.samples(), into.bad());
    }

    private static DataFormat file(Path file, SampleList into) throws IOException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".tar")) {
            TarShards.read(List.of(file), into);
            return DataFormat.SHARDS;
        }
        if (TABLES.stream().anyMatch(name::endsWith)) {
            TableFile.read(file, into);
            return DataFormat.TABLE;
        }
        return AnnotationFile.read(file, into);
    }

    private static DataFormat folder(Path folder, SampleList into) throws IOException {
        for (String captions : CAPTION_FILES) {
            if (Files.isRegularFile(folder.resolve(captions))) {
                return file(folder.resolve(captions), into);
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> shards = files.filter(file -> file.toString().endsWith(".tar"))
                    .sorted()
                    .toList();
            if (!shards.isEmpty()) {
                TarShards.read(shards, into);
                return DataFormat.SHARDS;
            }
        }
        CaptionFolder.read(folder, into);
        return DataFormat.FOLDER;
    }
}
