package io.blip2j.tools.quickstart;

import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.stage1.Stage1Folder;
import io.blip2j.blip2.stage1.Stage1Model;
import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.blip2.text.WordTokenizers;
import io.blip2j.blip2.train.Recipe;
import io.blip2j.blip2.train.StepStats;
import io.blip2j.blip2.vit.VisionTower;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.parallel.Workers;
import io.blip2j.tools.cli.Console;
import io.blip2j.tools.cli.Progress;
import io.blip2j.tools.miniature.Language;
import io.blip2j.tools.miniature.MiniModels;
import io.blip2j.tools.miniature.WorldPixels;
import io.blip2j.tools.miniature.WorldTexts;
import io.blip2j.tools.report.CurvePanel;
import io.blip2j.tools.report.ReportData;
import io.blip2j.tools.report.ReportFiles;
import io.blip2j.tools.report.Setting;
import io.blip2j.tools.report.Supervision;
import io.blip2j.tools.training.MetricsLog;
import io.blip2j.tools.training.RecipeFile;
import io.blip2j.tools.training.Stage1Run;
import io.blip2j.tools.training.Stage2Run;
import io.blip2j.tools.training.WorldData;
import io.blip2j.tools.world.World;
import io.blip2j.tools.world.WorldWords;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The whole job: world, towers, stage 1, stage 2, held-out pictures, report. What is done already is taken from the
/// folder, so a run that was stopped goes on where it was.
///
/// @param language which kind of language model
/// @param settings how long each phase trains
/// @param out the run folder
/// @param console where progress goes
public record Quickstart(Language language, Settings settings, Path out, Console console) {
    private static final int ATTENTION_PICTURES = 6;

    /// Runs what is not done yet.
    /// @return the report's data, or null if it was stopped: everything is saved then
    public ReportData run(BooleanSupplier stop) {
        Backend backend = Backends.select();
        MetricsLog metrics = new MetricsLog(out);
        Map<String, Double> seconds = new LinkedHashMap<>();
        long began = System.nanoTime();

        // ---- the world
        Path towers = out.resolve("towers");
        Tokenizer words = words(towers.resolve("words"));
        Tokenizer bert = bert(towers.resolve("bert"));
        WorldTexts texts = new WorldTexts(language, words, bert);
        ImageProcessor images = ImageProcessor.blip2(MiniModels.vision().imageSize());
        console.note(
                "drawing " + settings.images() + " training pictures and " + settings.heldOut() + " held-out ones");
        WorldPixels training = new WorldPixels(World.training(settings.seed(), settings.images()), images);
        began = lap(seconds, "world", began);

        // ---- towers, each alone, then frozen
        TowerPhases phases = new TowerPhases(settings, backend, stop);
        VisionTower vision;
        try (Phase phase = new Phase("image encoder", settings.vision(), metrics)) {
            vision = phases.vision(training, towers.resolve("vision"), phase);
        }
        if (vision == null) {
            return null;
        }
        WorldData data = new WorldData(training, WorldData.tokens(training, vision, backend, console));
        began = lap(seconds, "image encoder", began);
        try (Phase phase = new Phase("language model", settings.language(), metrics)) {
            if (!phases.language(texts, towers.resolve("words"), towers.resolve("language"), phase)) {
                return null;
            }
        }
        began = lap(seconds, "language model", began);

        // ---- stage 1
        RecipeFile first = recipe(settings.stage1(), stage1Keys());
        first.write(
                out.resolve("stage1.yaml"),
                "Stage 1 of the quickstart: blip2 train stage1 --recipe stage1.yaml --out DIR");
        String towerHash = null;
        if (!TowerPhases.isThere(out.resolve("stage1"))) {
            try (Phase phase = new Phase("stage 1", settings.stage1(), metrics)) {
                Stage1Run.Result result = new Stage1Run(first, vision, data, out).run(backend, phase, stop);
                if (!result.finished()) {
                    return null;
                }
                towerHash = result.towerHash();
            }
        }
        began = lap(seconds, "stage 1", began);

        // ---- stage 2
        RecipeFile second = recipe(settings.stage2(), stage2Keys());
        second.write(
                out.resolve("stage2.yaml"),
                "Stage 2 of the quickstart: blip2 train stage2 --recipe stage2.yaml --out DIR");
        Stage2Run.Result result;
        try (Phase phase = new Phase("stage 2", settings.stage2(), metrics)) {
            result = new Stage2Run(second, data, out).run(backend, phase, stop);
        }
        if (!result.finished()) {
            return null;
        }
        began = lap(seconds, "stage 2", began);

        // ---- held-out pictures
        Stage1Model stage1 = Stage1Folder.load(out.resolve("stage1"), backend);
        WorldPixels unseen = new WorldPixels(World.heldOut(settings.seed(), settings.heldOut()), images);
        WorldData heldOut = new WorldData(unseen, WorldData.tokens(unseen, vision, backend, console));
        HeldOutReport report =
                HeldOutReport.of(stage1, result.model(), result.texts(), unseen, heldOut.tokens(), console);
        lap(seconds, "held-out pictures", began);

        // ---- report
        int[] shown = new int[Math.min(ATTENTION_PICTURES, unseen.size())];
        java.util.Arrays.setAll(shown, i -> i);
        ReportData all = new ReportData(
                out.toString(),
                language.toString(),
                settings.seed(),
                report.items(),
                report.searches(),
                List.of(),
                panels(metrics),
                AttentionMaps.of(result.model(), heldOut.tokens(), shown),
                seconds,
                facts(backend, result, towerHash),
                Supervision.quickstart(),
                last(metrics, "stage1"),
                last(metrics, "stage2"));
        ReportFiles.write(out, all);
        return all;
    }

    private Tokenizer words(Path folder) {
        if (java.nio.file.Files.isDirectory(folder)) {
            return Tokenizers.load(folder);
        }
        return language == Language.OPT
                ? WordTokenizers.writeByteLevelBpe(folder, WorldWords.all())
                : WordTokenizers.writeUnigram(folder, WorldWords.all());
    }

    private static Tokenizer bert(Path folder) {
        return java.nio.file.Files.isDirectory(folder)
                ? Tokenizers.load(folder)
                : WordTokenizers.writeWordPiece(folder, WorldWords.all());
    }

    private static long lap(Map<String, Double> seconds, String phase, long since) {
        long now = System.nanoTime();
        seconds.put(phase, Math.round((now - since) / 1e8) / 10.0);
        return now;
    }

    // ---------------------------------------------------------------- recipes

    private RecipeFile recipe(Recipe numbers, Map<String, Object> more) {
        Map<String, Object> keys = numbers.toMap();
        keys.putAll(more);
        return new RecipeFile("the quickstart's recipe", out.toAbsolutePath(), keys);
    }

    private Map<String, Object> stage1Keys() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("vision", "towers/vision");
        keys.put("tokenizer", "towers/bert");
        keys.put("world", Map.of("seed", settings.seed(), "images", settings.images()));
        return keys;
    }

    private Map<String, Object> stage2Keys() {
        boolean opt = language == Language.OPT;
        String separator = opt ? "" : WordTokenizers.SEPARATOR;
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("stage1", "stage1");
        keys.put("vision", "towers/vision");
        keys.put("language", "towers/language");
        keys.put("world", Map.of("seed", settings.seed(), "images", settings.images()));
        keys.put("prompt", separator);
        keys.put("question_prompt", (separator + " question: {} answer:").strip());
        keys.put("question_in_qformer", true);
        keys.put("num_beams", 1);
        return keys;
    }

    // ---------------------------------------------------------------- progress and report

    /// A phase's progress line and its lines in the log.
    private final class Phase implements Consumer<StepStats>, AutoCloseable {
        private final Progress progress;
        private final MetricsLog metrics;

        private Phase(String name, Recipe recipe, MetricsLog metrics) {
            this.progress = console.progress(name, recipe.maxSteps());
            this.metrics = metrics;
        }

        @Override
        public void accept(StepStats step) {
            metrics.add(step);
            progress.update(
                    step.step(),
                    String.format(Locale.ROOT, "loss %.3f, %.0f a second", step.loss(), step.imagesPerSecond()));
        }

        @Override
        public void close() {
            progress.close();
        }
    }

    private static List<CurvePanel> panels(MetricsLog metrics) {
        return List.of(
                new CurvePanel(
                        "Towers",
                        "The image encoder learns what each cell shows, the language model learns the language, each"
                                + " alone.",
                        "step",
                        "loss",
                        true,
                        List.of(
                                metrics.curve("vision", "image encoder", StepStats::loss),
                                metrics.curve("language", "language model", StepStats::loss))),
                new CurvePanel(
                        "Stage 1",
                        "The Q-Former learns what belongs together (contrast), what does not quite (matching), and to"
                                + " write captions itself.",
                        "step",
                        "loss",
                        true,
                        List.of(
                                metrics.curve(
                                        "stage1",
                                        "contrast",
                                        step -> step.losses().get("itc")),
                                metrics.curve(
                                        "stage1",
                                        "matching",
                                        step -> step.losses().get("itm")),
                                metrics.curve(
                                        "stage1",
                                        "captioning",
                                        step -> step.losses().get("itg")))),
                new CurvePanel(
                        "Stage 2",
                        "The Q-Former learns to make itself understood by the frozen language model, with captions and"
                                + " questions.",
                        "step",
                        "loss",
                        true,
                        List.of(metrics.curve("stage2", "language model's loss", StepStats::loss))));
    }

    private List<Setting> facts(Backend backend, Stage2Run.Result result, String towerHash) {
        return List.of(
                new Setting("seed", String.valueOf(settings.seed())),
                new Setting("training pictures", String.valueOf(settings.images())),
                new Setting(
                        "steps",
                        settings.vision().maxSteps() + " encoder, "
                                + settings.language().maxSteps()
                                + " language model, " + settings.stage1().maxSteps() + " stage 1, "
                                + settings.stage2().maxSteps() + " stage 2"),
                new Setting("parameters", String.valueOf(result.model().parameterCount())),
                new Setting(
                        "computed on",
                        backend.describe() + ", " + Workers.shared().count() + " threads"),
                new Setting(
                        "frozen encoder, SHA-256 before and after",
                        result.towerHash()
                                + (towerHash == null || towerHash.equals(result.towerHash())
                                        ? ""
                                        : " (stage 1: " + towerHash + ")")),
                new Setting("frozen language model, SHA-256 before and after", result.languageHash()));
    }

    private static Map<String, Number> last(MetricsLog metrics, String phase) {
        Map<String, Number> figures = new LinkedHashMap<>();
        List<StepStats> steps = metrics.phase(phase);
        if (!steps.isEmpty()) {
            StepStats end = steps.getLast();
            figures.put("steps", end.step());
            figures.put("loss", end.loss());
            figures.putAll(new java.util.TreeMap<>(end.losses()));
        }
        return figures;
    }
}
