package io.blip2j.tools.training;

import io.blip2j.blip2.stage1.Stage1Folder;
import io.blip2j.blip2.stage1.Stage1Model;
import io.blip2j.blip2.stage1.TrainStage1;
import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.blip2.train.Checkpoint;
import io.blip2j.blip2.train.Recipe;
import io.blip2j.blip2.train.StepStats;
import io.blip2j.blip2.vit.VisionTower;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.parallel.Single;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.state.StateDict;
import io.blip2j.tools.miniature.MiniModels;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Stage 1 from a recipe into a run folder: `OUT/stage1`.
///
/// Recipe keys beside the numbers of [Recipe]: `vision` (folder of the frozen encoder), `tokenizer` (folder of the
/// Q-Former's), `world` or `data` ([TrainingData]).
///
/// @param recipe resolved
/// @param tower the frozen encoder
/// @param data pictures and what the encoder says of them
/// @param out the run folder
public record Stage1Run(RecipeFile recipe, VisionTower tower, TrainingData data, Path out) {
    /// What a run came to.
    ///
    /// @param model trained, or as far as it came
    /// @param finished whether all steps are done and the folder is written
    /// @param towerHash SHA-256 of the encoder's weights, before and after
    public record Result(Stage1Model model, boolean finished, String towerHash) {}

    /// Trains, going on from the newest checkpoint, and writes the folder.
    public Result run(Backend backend, Consumer<StepStats> report, BooleanSupplier stop) {
        Recipe numbers = Recipe.of(recipe.keys(), Recipe.phase(0, 1300, 32, 2e-3));
        Tokenizer tokenizer = Tokenizers.load(recipe.path("tokenizer"));
        Stage1Model model = begin(tokenizer, backend, numbers.seed());
        String before = StateDict.hash(model.vision(), frozen());

        int longest = CaptionTexts.longest(recipe, model.config().qformer().maxPositions());
        long[][] texts = new long[data.size()][];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = CaptionTexts.cut(CaptionTexts.ids(tokenizer, data.caption(i)), longest);
        }
        Checkpoint checkpoint = new Checkpoint(out.resolve("checkpoints").resolve("stage1"));
        TrainStage1 training = new TrainStage1(
                numbers,
                model,
                data.images(),
                data.order(numbers.seed(), numbers.batchSize(), "stage1"),
                texts,
                tokenizer.special().pad().orElse(0),
                new Stage1Model.Options(false, true),
                new Single(),
                checkpoint);
        int done = training.run(report, stop);

        Frozen.requireEqual("the image encoder", before, StateDict.hash(model.vision(), frozen()));
        boolean finished = done == numbers.maxSteps();
        if (finished) {
            Stage1Folder.save(model, out.resolve("stage1"), recipe.path("tokenizer"));
            checkpoint.clear();
        }
        return new Result(model, finished, before);
    }

    private Stage1Model begin(Tokenizer tokenizer, Backend backend, long seed) {
        long start = tokenizer.special().bos().orElseThrow();
        Stage1Model model = new Stage1Model(MiniModels.stage1(tokenizer), start);
        MiniModels.initialStage1().apply(model, backend, seed);
        for (Parameter parameter : tower.parameters()) {
            parameterOf(model, "vision_model." + parameter.path()).set(parameter.values());
        }
        model.vision().freezeTower();
        return model;
    }

    private static Parameter parameterOf(Stage1Model model, String path) {
        for (Parameter parameter : model.parameters()) {
            if (parameter.path().equals(path)) {
                return parameter;
            }
        }
        throw new IllegalStateException("stage 1 has no parameter " + path);
    }

    /// Everything of the encoder but `post_layernorm`, which learns.
    static Predicate<Parameter> frozen() {
        return parameter -> !parameter.path().contains("post_layernorm");
    }
}
