package io.blip2j.tools.folders;

import io.blip2j.blip2.folders.HuggingFaceExport;
import io.blip2j.blip2.lavis.LavisExport;
import io.blip2j.blip2.lavis.LavisModel;
import io.blip2j.core.backend.Backends;
import io.blip2j.tools.cli.CommonOptions;
import io.blip2j.tools.cli.Console;
import io.blip2j.tools.infer.LavisOptions;
import io.blip2j.tools.infer.ModelPlace;
import io.blip2j.tools.training.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Writes a model for other programs.
@Command(
        name = "export",
        description = "Write a model as Hugging Face's classes or LAVIS load it.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  blip2 export --model quickstart-opt --format hf --out blip2-tiny"})
public final class ExportCommand implements Callable<Integer> {
    /// Whose format.
    enum Format {
        /// A folder of `Blip2ForConditionalGeneration`, and of `Blip2ForImageTextRetrieval` where there is a
        /// stage 1.
        HF,
        /// A `.pth` for each model: what was trained, by LAVIS's names.
        LAVIS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin
    private CommonOptions common;

    @Mixin
    private LavisOptions lavis;

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}.")
    private Format format;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "A new or empty folder.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        RunFolder target = new RunFolder(out);
        if (!target.isNew()) {
            throw target.exists("something else", "an empty or new folder");
        }
        Path checkpoint = Path.of(common.model());
        List<String> leftOut = List.of();
        if (format == Format.LAVIS) {
            LavisExport.write(ModelPlace.find(common.model(), System.getenv()), out, Backends.select());
        } else if (LavisModel.isOne(checkpoint)) {
            leftOut = HuggingFaceExport.write(checkpoint, lavis.parts(), out, Backends.select());
        } else {
            leftOut = HuggingFaceExport.write(ModelPlace.find(common.model(), System.getenv()), out, Backends.select());
        }
        Console console = common.console();
        leftOut.forEach(what -> console.note("blip2 export: left out " + what));
        List<String> files = files();
        console.result(Map.of("files", files), String.join(System.lineSeparator(), files));
        return 0;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> paths = Files.walk(out)) {
            return paths.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }
}
