package io.blip2j.blip2.towers;

import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.train.Recipe;
import io.blip2j.blip2.train.StepStats;
import io.blip2j.blip2.train.TrainingLoop;
import io.blip2j.blip2.vit.VisionTower;
import io.blip2j.core.memory.Step;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Trains an image encoder from nothing on labels of its patches.
///
/// @param recipe the numbers
/// @param tower initialised
/// @param heads initialised; they go when this is done
/// @param batches pictures and labels by step
public record TrainVisionTower(Recipe recipe, VisionTower tower, PatchHeads heads, Batches batches) {
    /// Pictures with what they show.
    ///
    /// @param pixels `[batch, 3, height, width]`
    /// @param patchLabels `[heads][batch · patches]`, -100 counts nothing
    /// @param pictureLabels `[batch]`
    public record Batch(Tensor pixels, long[][] patchLabels, long[] pictureLabels) {}

    /// Which pictures a step trains on: a function of the step alone.
    @FunctionalInterface
    public interface Batches {
        Batch at(int step);
    }

    /// Trains.
    /// @return the steps done: `max_steps`, or fewer if it was stopped
    public int run(Consumer<StepStats> report, BooleanSupplier stop) {
        List<Parameter> learning = new ArrayList<>(tower.learning());
        learning.addAll(heads.learning());
        TrainingLoop loop = new TrainingLoop("vision", recipe, learning, report);
        for (int step = 0; step < recipe.maxSteps(); step++) {
            if (stop.getAsBoolean()) {
                return step;
            }
            try (Step _ = Step.open()) {
                Batch batch = batches.at(step);
                Pass pass = new Pass("image", true, recipe.seed(), step, 0);
                Tensor tokens = tower.tokens(batch.pixels, false, pass, Recorder.NONE);
                loop.step(step, heads.loss(tokens, batch.patchLabels, batch.pictureLabels), Map.of());
            }
        }
        return recipe.maxSteps();
    }
}
