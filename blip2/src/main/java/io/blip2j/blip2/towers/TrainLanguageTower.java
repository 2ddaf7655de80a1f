package io.blip2j.blip2.towers;

import io.blip2j.blip2.language.Ids;
import io.blip2j.blip2.language.LanguageInput;
import io.blip2j.blip2.language.LanguageModel;
import io.blip2j.blip2.train.Recipe;
import io.blip2j.blip2.train.StepStats;
import io.blip2j.blip2.train.TrainingLoop;
import io.blip2j.core.memory.Step;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Trains a language model from nothing on texts alone.
///
/// @param recipe the numbers
/// @param model initialised
/// @param batches texts by step
public record TrainLanguageTower(Recipe recipe, LanguageModel model, Batches batches) {
    /// Texts as ids.
    ///
    /// @param ids what the model reads, `[batch][seq]`: OPT's documents, T5's encoder texts
    /// @param mask 1 for a word, 0 for padding
    /// @param labels what it is to say, as [LanguageInput] wants them
    public record Batch(long[][] ids, long[][] mask, long[][] labels) {}

    /// Which texts a step trains on: a function of the step alone.
    @FunctionalInterface
    public interface Batches {
        Batch at(int step);
    }

    /// Trains.
    /// @return the steps done: `max_steps`, or fewer if it was stopped
    public int run(Consumer<StepStats> report, BooleanSupplier stop) {
        TrainingLoop loop = new TrainingLoop("language", recipe, model.learning(), report);
        for (int step = 0; step < recipe.maxSteps(); step++) {
            if (stop.getAsBoolean()) {
                return step;
            }
            try (Step _ = Step.open()) {
                Batch batch = batches.at(step);
                Pass pass = new Pass("lm", true, recipe.seed(), step, 0);
                Tensor embeds = model.embed(Ids.tensor(backend(), batch.ids)); // [batch, seq, embedding]
                LanguageInput input = new LanguageInput(embeds, batch.mask, batch.labels, null);
                loop.step(step, model.loss(input, pass), Map.of());
            }
        }
        return recipe.maxSteps();
    }

    private io.blip2j.core.backend.Backend backend() {
        return model.parameters().getFirst().values().backend();
    }
}
