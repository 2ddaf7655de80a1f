package io.blip2j.tools.infer;

import io.blip2j.blip2.model.LogitChange;
import io.blip2j.blip2.model.RoundedCopy;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.tools.cli.CommonOptions;
import io.blip2j.tools.cli.Console;
import io.blip2j.tools.training.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Writes a model folder in fewer bits, and says what that did to each matrix and to the logits.
@Command(
        name = "quantize",
        description = {
            "Write a smaller folder of a model, and print what rounding did to each matrix: |rounded - exact| / |exact|.",
            "The last line, tensor 'logits', is the same for all logits of a fixed input. Folders in int8 and int4 are",
            "for this command's own readers; one in bf16 opens in Hugging Face's classes too."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  blip2 quantize --model quickstart-opt --weights int8 --out quickstart-opt-int8"})
public final class QuantizeCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the new folder goes.")
    private Path out;

    /// What `--json` prints.
    private record Row(String tensor, String type, double relative_error) {}

    @Override
    public Integer call() {
        Console console = common.console();
        MatrixFormat format = ModelOpener.format(common.weights());
        if (format == null || format == MatrixFormat.F32) {
            throw new InputException(
                    InputException.Kind.USAGE,
                    "CLI-WEIGHTS",
                    "--weights",
                    "'" + common.weights() + "'",
                    "int8, int4 or bf16",
                    "Add --weights int8");
        }
        Path folder = ModelPlace.find(common.model(), System.getenv());
        RunFolder target = new RunFolder(out);
        if (!target.isNew()) {
            throw target.exists("something in it", "an empty or new folder");
        }
        Backend backend = Backends.select();
        RoundedCopy.write(
                folder,
                format,
                out,
                backend,
                rounded -> print(console, rounded.tensor(), rounded.type(), rounded.relativeError()));
        String type = common.weights().toString();
        if (Files.isRegularFile(folder.resolve("config.json"))) {
            double change = LogitChange.of(folder, out, backend);
            if (!Double.isNaN(change)) {
                print(console, "logits", type, change);
            }
        }
        return 0;
    }

    private static void print(Console console, String tensor, String type, double error) {
        console.result(new Row(tensor, type, error), String.format(Locale.ROOT, "%-5s %.3e  %s", type, error, tensor));
    }
}
