package io.blip2j.tools.quickstart;

import io.blip2j.blip2.language.LanguageModel;
import io.blip2j.blip2.opt.OptForCausalLm;
import io.blip2j.blip2.t5.T5ForConditionalGeneration;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.blip2.towers.PatchHeads;
import io.blip2j.blip2.towers.TowerFolder;
import io.blip2j.blip2.towers.TrainLanguageTower;
import io.blip2j.blip2.towers.TrainVisionTower;
import io.blip2j.blip2.train.StepStats;
import io.blip2j.blip2.vit.VisionTower;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.init.Initialization;
import io.blip2j.nn.init.Initializer;
import io.blip2j.tools.miniature.Language;
import io.blip2j.tools.miniature.MiniModels;
import io.blip2j.tools.miniature.WorldLabels;
import io.blip2j.tools.miniature.WorldPixels;
import io.blip2j.tools.miniature.WorldTexts;
import io.blip2j.tools.world.PatchLabels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The two towers, each trained alone and written to a folder. A folder that is there already is read instead.
final class TowerPhases {
    private final Settings settings;
    private final Backend backend;
    private final BooleanSupplier stop;

    TowerPhases(Settings settings, Backend backend, BooleanSupplier stop) {
        this.settings = settings;
        this.backend = backend;
        this.stop = stop;
    }

    static boolean isThere(Path folder) {
        return Files.isRegularFile(folder.resolve("config.json"));
    }

    /// The encoder, or null if it was stopped.
    VisionTower vision(WorldPixels pictures, Path folder, Consumer<StepStats> report) {
        if (!isThere(folder)) {
            VisionTower tower = VisionTower.of(MiniModels.vision());
            MiniModels.initialVision().apply(tower, backend, settings.seed());
            PatchHeads heads = new PatchHeads(tower.config().hiddenSize(), WorldLabels.HEADS, PatchLabels.COUNTS);
            new Initialization()
                    .rule("norm\\.weight", new Initializer.Constant(1))
                    .rule(".*\\.bias", new Initializer.Constant(0))
                    .rule(".*", new Initializer.TruncatedNormal(0.05))
                    .apply(heads, backend, settings.seed());
            WorldLabels labels = new WorldLabels(
                    pictures, backend, settings.seed(), settings.vision().batchSize());
            int done = new TrainVisionTower(settings.vision(), tower, heads, labels::at).run(report, stop);
            if (done < settings.vision().maxSteps()) {
                return null;
            }
            TowerFolder.save(tower, folder);
        }
        VisionTower tower = TowerFolder.vision(folder, backend);
        tower.freezeTower();
        return tower;
    }

    /// The language model.
    /// @return whether it is there; false: it was stopped
    boolean language(WorldTexts texts, Path tokenizer, Path folder, Consumer<StepStats> report) {
        if (isThere(folder)) {
            return true;
        }
        LanguageModel model;
        if (texts.language() == Language.OPT) {
            model = new OptForCausalLm(MiniModels.opt(texts.words()));
            MiniModels.initialOpt(positions(model).shape().dim(0)).apply(model, backend, settings.seed());
        } else {
            model = new T5ForConditionalGeneration(MiniModels.t5(texts.words()), true);
            MiniModels.initialT5(settings.seed()).apply(model, backend, settings.seed());
        }
        TrainLanguageTower training = new TrainLanguageTower(
                settings.language(),
                model,
                step -> texts.documents(
                        settings.seed(), step, settings.language().batchSize()));
        if (training.run(report, stop) < settings.language().maxSteps()) {
            return false;
        }
        if (texts.language() == Language.OPT) {
            Parameter table = positions(model);
            float[] moved = MiniModels.shifted(table.values().toFloats());
            table.set(Tensor.of(backend, moved, table.shape().dims()));
        }
        Tokenizers.copy(tokenizer, folder);
        TowerFolder.save(model, folder);
        return true;
    }

    private static Parameter positions(LanguageModel model) {
        for (Parameter parameter : model.parameters()) {
            if (parameter.path().endsWith("embed_positions.weight")) {
                return parameter;
            }
        }
        throw new IllegalStateException("no position table in " + model.config().modelType());
    }
}
