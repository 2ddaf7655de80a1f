package io.blip2j.tools.training;

import io.blip2j.blip2.generate.GenerationConfig;
import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.language.LanguageModel;
import io.blip2j.blip2.model.Blip2Config;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.blip2.model.RetrievalConfig;
import io.blip2j.blip2.stage1.Stage1Folder;
import io.blip2j.blip2.stage1.Stage1Model;
import io.blip2j.blip2.stage2.TrainStage2;
import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.blip2.towers.TowerFolder;
import io.blip2j.blip2.train.Checkpoint;
import io.blip2j.blip2.train.Order;
import io.blip2j.blip2.train.Recipe;
import io.blip2j.blip2.train.StepStats;
import io.blip2j.core.backend.Backend;
import io.blip2j.nn.state.StateDict;
import io.blip2j.tools.miniature.Language;
import io.blip2j.tools.miniature.MiniModels;
import io.blip2j.tools.miniature.WorldTexts;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Stage 2 from a recipe into a run folder, whose root is the model.
///
/// Recipe keys beside the numbers of [Recipe]: `stage1` (folder of stage 1), `language` (folder of the frozen
/// language model, with its tokenizer), `world` or `data` ([TrainingData]), and how the model is asked: `prompt`,
/// `question_prompt`, `question_in_qformer`.
///
/// @param recipe resolved
/// @param data pictures and what the encoder says of them
/// @param out the run folder
public record Stage2Run(RecipeFile recipe, TrainingData data, Path out) {
    /// What a run came to.
    ///
    /// @param model trained, or as far as it came
    /// @param texts what it reads and says, as ids
    /// @param finished whether all steps are done and the folder is written
    /// @param towerHash SHA-256 of the encoder's weights, before and after
    /// @param languageHash SHA-256 of the language model's weights, before and after
    public record Result(
            Blip2ForConditionalGeneration model,
            WorldTexts texts,
            boolean finished,
            String towerHash,
            String languageHash) {}

    /// Trains, going on from the newest checkpoint, and writes the folder.
    public Result run(Backend backend, Consumer<StepStats> report, BooleanSupplier stop) {
        Recipe numbers = Recipe.of(recipe.keys(), Recipe.phase(0, 2500, 32, 1e-3));
        Path stage1 = recipe.path("stage1");
        Path languageFolder = recipe.path("language");
        Tokenizer words = Tokenizers.load(languageFolder);
        Blip2ForConditionalGeneration model = begin(stage1, languageFolder, words, backend, numbers.seed());
        Language kind = model.language().config().decoderOnly() ? Language.OPT : Language.T5;
        WorldTexts texts = new WorldTexts(kind, words, Tokenizers.load(stage1));
        String tower = StateDict.hash(model.vision(), Stage1Run.frozen());
        String language = StateDict.hash(model.language());

        Order order = data.order(numbers.seed(), numbers.batchSize(), "stage2");
        TrainStage2.Batches batches = data instanceof WorldData world
                ? step -> texts.stage2(
                        world.pictures(), order, numbers.seed(), step, numbers.maxSteps(), numbers.batchSize())
                : new CaptionTexts(recipe, data, order, words, kind, numbers);
        Checkpoint checkpoint = new Checkpoint(out.resolve("checkpoints").resolve("stage2"));
        TrainStage2 training = new TrainStage2(numbers, model, data.images(), batches, checkpoint);
        int done = training.run(report, stop);

        Frozen.requireEqual("the image encoder", tower, StateDict.hash(model.vision(), Stage1Run.frozen()));
        Frozen.requireEqual("the language model", language, StateDict.hash(model.language()));
        boolean finished = done == numbers.maxSteps();
        if (finished) {
            ImageProcessor images = ImageProcessor.blip2(model.config().vision().imageSize());
            model.save(out, languageFolder, images);
            if (!out.resolve("stage1").equals(stage1)) {
                Stage1Folder.save(Stage1Folder.load(stage1, backend), out.resolve("stage1"), stage1);
            }
            checkpoint.clear();
        }
        return new Result(model, texts, finished, tower, language);
    }

    private static Blip2ForConditionalGeneration begin(
            Path stage1, Path languageFolder, Tokenizer words, Backend backend, long seed) {
        Stage1Model before = Stage1Folder.load(stage1, backend);
        RetrievalConfig retrieval = before.config();
        LanguageModel language = TowerFolder.language(languageFolder, backend);
        Blip2Config config = new Blip2Config(
                retrieval.vision(),
                retrieval.qformer(),
                language.config(),
                retrieval.queries(),
                retrieval.featureSize(),
                words.special().image().orElseThrow());
        GenerationConfig generation = GenerationConfig.of(language.config()).with(Map.of("max_new_tokens", 24));
        Blip2ForConditionalGeneration model = new Blip2ForConditionalGeneration(config, language, generation, true);
        MiniModels.initialBridge().apply(model.projection(), backend, seed);
        StateDict.copyEqualNames(before, model);
        model.vision().freezeTower();
        model.language().freeze();
        return model;
    }
}
