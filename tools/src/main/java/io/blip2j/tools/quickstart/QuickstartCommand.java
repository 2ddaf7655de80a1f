package io.blip2j.tools.quickstart;

import io.blip2j.tools.cli.CommonOptions;
import io.blip2j.tools.cli.Console;
import io.blip2j.tools.cli.StopSignal;
import io.blip2j.tools.miniature.Language;
import io.blip2j.tools.report.ReportData;
import io.blip2j.tools.report.ReportJson;
import io.blip2j.tools.report.Scores;
import io.blip2j.tools.training.RecipeFile;
import io.blip2j.tools.training.RunFolder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Trains a miniature BLIP-2 from nothing and shows what it says about pictures it has never seen.
@Command(
        name = "quickstart",
        description = "Train a miniature BLIP-2 from nothing and caption pictures it has never seen.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  blip2 quickstart --language t5 --seed 2 --out my-run"})
public final class QuickstartCommand implements Runnable {
    @Mixin
    private CommonOptions common;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The run folder (default: ./quickstart-LANGUAGE). An unfinished run there goes on.")
    private Path out;

    @Option(
            names = "--language",
            defaultValue = "opt",
            paramLabel = "opt|t5",
            description = "Which kind of language model (default: opt).")
    private Language language;

    @Option(names = "--force", description = "Replace a finished run.")
    private boolean force;

    @Override
    public void run() {
        Console console = common.console();
        Path folder = out != null ? out : Path.of("quickstart-" + language);
        long seed = common.seed().orElse(1);
        Settings settings = Settings.of(language, seed);
        prepare(new RunFolder(folder), seed);
        ReportData report;
        try (StopSignal stop = StopSignal.open(console)) {
            report = new Quickstart(language, settings, folder, console).run(stop::requested);
            if (report == null) {
                console.note("stopped and saved; go on with the same command: blip2 quickstart --language " + language
                        + " --seed " + seed + " --out " + folder);
            }
        }
        if (report != null) {
            console.jsonLine(ReportJson.line(report));
            console.text(summary(report, folder));
        }
    }

    /// Leaves the folder ready: new, or with an unfinished run of the same kind.
    private void prepare(RunFolder folder, long seed) {
        folder.requireNewOrOurs();
        if (force) {
            folder.clear();
        }
        if (folder.has("report.json")) {
            throw folder.exists("a finished run", "a new folder, or --force to replace this one");
        }
        Path mark = folder.path().resolve("quickstart.yaml");
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("language", language.toString());
        keys.put("seed", seed);
        if (folder.has("quickstart.yaml")) {
            Map<String, Object> before = RecipeFile.read(mark).keys();
            if (!String.valueOf(before).equals(String.valueOf(keys))) {
                throw folder.exists("an unfinished run with " + before, "the same options, or --force to begin anew");
            }
        } else if (!folder.isNew()) {
            throw folder.exists("a run of another command", "an empty or new folder");
        }
        new RecipeFile("quickstart", folder.path(), keys)
                .write(mark, "What this folder was begun with: blip2 quickstart goes on with the same options only.");
    }

    private static String summary(ReportData report, Path folder) {
        Scores scores = report.scores();
        return String.format(
                Locale.ROOT,
                "held-out pictures          %d, of combinations that training never showed%n"
                        + "captions exactly right     %.3f%n"
                        + "questions answered right   %.3f%n"
                        + "picture to text, first     %.3f%n"
                        + "text to picture, first     %.3f%n"
                        + "seconds                    %.0f%n"
                        + "%n"
                        + "Look at   %s%n"
                        + "Try it    tools/bin/blip2 caption --model %s %s",
                report.items().size(),
                scores.caption().value(),
                scores.answers().value(),
                scores.imageToText().value(),
                scores.textToImage().value(),
                report.totalSeconds(),
                folder.resolve("report.html"),
                folder,
                folder.resolve("images").resolve("0000.png"));
    }
}
