package io.blip2j.tools.data;

import io.blip2j.blip2.data.DataSpec;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Options that say where a data set's pictures and answers are; a command takes them in as a Picocli mixin.
public final class DataPlace {
    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "What the pictures' file names are relative to (default: the folder of the annotations).")
    private Path images;

    @Option(
            names = "--annotations",
            paramLabel = "FILE",
            description = "The answers to a file of questions (VQAv2, OK-VQA).")
    private Path annotations;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description = "The part of a file that holds several (Karpathy's: train, val, test); names result files.")
    private String split;

    /// The data set at a path.
    public DataSpec spec(Path path) {
        return new DataSpec(path, images, annotations, split);
    }

    /// The part, or what the path is called.
    public String split(Path path) {
        String name = path.toAbsolutePath().getFileName().toString();
        return split != null ? split : name.replaceFirst("\\.\\w+$", "");
    }
}
