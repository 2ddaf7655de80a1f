package io.blip2j.tools.infer;

import io.blip2j.blip2.Blip2;
import io.blip2j.blip2.Hit;
import io.blip2j.blip2.Match;
import io.blip2j.tools.cli.CommonOptions;
import io.blip2j.tools.cli.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Finds the pictures that fit a text best: similarity first, then matching on the best.
@Command(
        name = "search",
        description = "Find the pictures that fit a text best: similarity first, then matching on the best.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  blip2 search --model Salesforce/blip2-itm-vit-g --images photos --text \"a dog in the snow\" --top 5"
        })
public final class SearchCommand implements Callable<Integer> {
    /// How many are matched at least: similarity alone orders the first ones less well.
    private static final int RERANKED = 16;

    @Mixin
    private CommonOptions common;

    @Mixin
    private LavisOptions lavis;

    @Spec
    private CommandSpec spec;

    @Option(names = "--images", required = true, paramLabel = "DIR", description = "A folder (or glob) of pictures.")
    private String images;

    @Option(names = "--text", required = true, paramLabel = "TEXT", description = "The text.")
    private String text;

    @Option(names = "--top", paramLabel = "N", defaultValue = "10", description = "How many (default: 10).")
    private int top;

    /// What `--json` prints.
    private record Row(int rank, String image, double score, double itc, double itm) {}

    @Override
    public Integer call() {
        if (top < 1) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--top': " + top + " is less than 1");
        }
        Console console = common.console();
        PictureRun run = new PictureRun("blip2 search", console, PictureInput.of(List.of(images), System.in));
        try (Blip2 blip2 = ModelOpener.open(common, lavis)) {
            List<PictureInput> good = new ArrayList<>();
            int rank = 0;
            for (Hit hit : blip2.search(run.pictures(good), text, top, RERANKED)) {
                run.sayBackend();
                Match match = hit.match();
                String name = good.get(hit.index()).name();
                console.result(
                        new Row(++rank, name, match.score(), match.itc(), match.itm()),
                        String.format(
                                Locale.ROOT,
                                "%2d  score %.3f  itc %.3f  itm %.3f  %s",
                                rank,
                                match.score(),
                                match.itc(),
                                match.itm(),
                                name));
            }
            return run.exitCode();
        }
    }
}
