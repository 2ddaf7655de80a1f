package io.blip2j.tools.training;

import io.blip2j.blip2.towers.TowerFolder;
import io.blip2j.blip2.train.Recipe;
import io.blip2j.blip2.train.StepStats;
import io.blip2j.blip2.vit.VisionTower;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.tools.cli.CommonOptions;
import io.blip2j.tools.cli.Console;
import io.blip2j.tools.cli.Progress;
import io.blip2j.tools.cli.StopSignal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs a stage from a recipe.
@Command(
        name = "train",
        description = "Train stage 1 or stage 2 from a recipe.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  blip2 train stage1 --recipe quickstart-opt/stage1.yaml --set max_steps=2000 --out my-run"
        })
public final class TrainCommand implements Runnable {
    /// What can be trained.
    enum Stage {
        STAGE1,
        STAGE2;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin
    private CommonOptions common;

    @Parameters(index = "0", paramLabel = "stage1|stage2", description = "The stage to train.")
    private Stage stage;

    @Option(
            names = "--recipe",
            required = true,
            paramLabel = "FILE",
            description = "The recipe, in YAML; a run folder holds stage1.yaml and stage2.yaml.")
    private Path recipeFile;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Override a key of the recipe; may be repeated.")
    private List<String> overrides = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "The run folder (default: ./blip2-STAGE).")
    private Path out;

    @Option(names = "--resume", description = "Go on from the newest checkpoint in --out.")
    private boolean resume;

    @Override
    public void run() {
        Console console = common.console();
        Path folder = out != null ? out : Path.of("blip2-" + stage);
        RunFolder runFolder = new RunFolder(folder);
        RecipeFile recipe = RecipeFile.read(recipeFile).with(overrides);
        Recipe numbers = Recipe.of(recipe.keys(), Recipe.phase(0, 1000, 32, 1e-3));
        if (isFinished(runFolder)) {
            if (resume) {
                console.note(folder + " is finished already: nothing to do");
                return;
            }
            throw runFolder.exists("a finished run", "a new folder");
        }
        runFolder.requireNewOrOurs();
        if (!runFolder.isNew() && !resume) {
            throw runFolder.exists("an unfinished run", "--resume to go on with it, or a new folder");
        }
        Backend backend = Backends.select();
        RecipeFile resolved = absolute(recipe);
        resolved.write(folder.resolve(stage + ".yaml"), "blip2 train " + stage + " --recipe " + stage + ".yaml");
        MetricsLog metrics = new MetricsLog(folder);
        VisionTower tower = TowerFolder.vision(resolved.path("vision"), backend);
        tower.freezeTower();
        TrainingData data = TrainingData.of(resolved, tower, backend, console);
        int perEpoch = Math.max(1, data.size() / numbers.batchSize());
        boolean finished;
        try (data;
                StopSignal stop = StopSignal.open(console);
                Progress progress = console.progress(stage.toString(), numbers.maxSteps())) {
            Consumer<StepStats> report = step -> {
                metrics.add(step);
                console.row(MetricsLog.row(step, perEpoch));
                progress.update(step.step(), String.format(Locale.ROOT, "loss %.3f", step.loss()));
            };
            finished = train(resolved, tower, data, folder, backend, report, stop);
            if (!finished) {
                console.note("stopped and saved; go on with: blip2 train " + stage + " --recipe "
                        + folder.resolve(stage + ".yaml") + " --out " + folder + " --resume");
            }
        }
        data.report(folder, console);
        if (finished) {
            console.text("wrote " + (stage == Stage.STAGE1 ? folder.resolve("stage1") : folder));
        }
    }

    private boolean train(
            RecipeFile recipe,
            VisionTower tower,
            TrainingData data,
            Path folder,
            Backend backend,
            Consumer<StepStats> report,
            StopSignal stop) {
        return switch (stage) {
            case STAGE1 ->
                new Stage1Run(recipe, tower, data, folder)
                        .run(backend, report, stop::requested)
                        .finished();
            case STAGE2 ->
                new Stage2Run(recipe, data, folder)
                        .run(backend, report, stop::requested)
                        .finished();
        };
    }

    private boolean isFinished(RunFolder folder) {
        return folder.has(stage == Stage.STAGE1 ? "stage1/config.json" : "config.json")
                && !folder.has("checkpoints/" + stage);
    }

    /// The recipe with its paths made independent of where it lies.
    private static RecipeFile absolute(RecipeFile recipe) {
        RecipeFile moved = recipe;
        for (String key : List.of("vision", "language", "stage1", "tokenizer")) {
            if (recipe.keys().containsKey(key)) {
                Path path = recipe.path(key).toAbsolutePath().normalize();
                if (!java.nio.file.Files.isDirectory(path)) {
                    throw new InputException(
                            InputException.Kind.MISSING,
                            "RECIPE-PATH",
                            recipe.source() + ", key " + key,
                            path + ", which is not there",
                            "a folder",
                            "Correct the recipe, or give --set " + key + "=DIR");
                }
                moved = moved.with(List.of(key + "=" + path));
            }
        }
        return PhotoData.absolute(moved);
    }
}
