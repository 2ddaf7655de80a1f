package io.blip2j.blip2.stage2;

import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.blip2.train.Checkpoint;
import io.blip2j.blip2.train.ImageSource;
import io.blip2j.blip2.train.Recipe;
import io.blip2j.blip2.train.StepStats;
import io.blip2j.blip2.train.TrainingLoop;
import io.blip2j.core.memory.Step;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Stage 2: queries learn to be understood by a frozen language model.
///
/// Read [#run] from top to bottom; there is nothing behind it but the model, the loss and the optimiser.
///
/// **Source:** BLIP-2, arXiv 2301.12597, section 3.3; with questions in the Q-Former, its figure 7.
///
/// @param recipe the numbers
/// @param model the Q-Former as stage 1 left it; encoder and language model frozen
/// @param images what the encoder says of each picture
/// @param batches what each step trains on
/// @param checkpoint where states are kept, or null
public record TrainStage2(
        Recipe recipe,
        Blip2ForConditionalGeneration model,
        ImageSource images,
        Batches batches,
        Checkpoint checkpoint) {
    /// What a step trains on.
    ///
    /// @param images numbers of the pictures
    /// @param question ids that the Q-Former reads beside each picture, padded at the end, or null
    /// @param questionMask 1 for a word, 0 for padding, or null
    /// @param texts what the language model reads and says
    public record Batch(int[] images, long[][] question, long[][] questionMask, TextBatch texts) {}

    /// The samples of a step: a function of the step alone.
    @FunctionalInterface
    public interface Batches {
        Batch at(int step);
    }

    /// Trains from the newest checkpoint on.
    /// @param report gets the statistics of some steps
    /// @param stop asks between steps whether to save and end early
    /// @return the steps done: `max_steps`, or fewer if it was stopped
    public int run(Consumer<StepStats> report, BooleanSupplier stop) {
        // ---- optimiser and schedule
        TrainingLoop loop = new TrainingLoop("stage2", recipe, model.learning(), report);

        // ---- resume
        int first = checkpoint == null
                ? 0
                : checkpoint.restore(
                        model, loop.adamW(), model.queryTokens().values().backend());

        // ---- loop
        for (int step = first; step < recipe.maxSteps(); step++) {
            if (stop.getAsBoolean()) {
                save(step, loop);
                return step;
            }
            try (Step _ = Step.open()) {
                Pass pass = new Pass("lm", true, recipe.seed(), step, 0);
                Batch batch = batches.at(step);
                Tensor embeds = model.vision().imageEmbeds(images.of(batch.images)); // [batch, tokens, visionHidden]
                Tensor prompts = batch.question == null
                        ? model.prompts(embeds, pass.named("image"), Recorder.NONE)
                        : model.prompts(embeds, batch.question, batch.questionMask, pass.named("question"));
                Tensor loss = LanguageModelingLoss.loss(model.language(), prompts, batch.texts, pass);
                loop.step(step, loss, Map.of());
            }
            if (recipe.checkpointSteps() > 0 && (step + 1) % recipe.checkpointSteps() == 0) {
                save(step + 1, loop);
            }
        }
        save(recipe.maxSteps(), loop);
        return recipe.maxSteps();
    }

    private void save(int step, TrainingLoop loop) {
        if (checkpoint != null) {
            checkpoint.save(step, model, loop.adamW());
        }
    }
}
