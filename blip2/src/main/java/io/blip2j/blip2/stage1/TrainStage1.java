package io.blip2j.blip2.stage1;

import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.train.Checkpoint;
import io.blip2j.blip2.train.ImageSource;
import io.blip2j.blip2.train.Order;
import io.blip2j.blip2.train.Recipe;
import io.blip2j.blip2.train.StepStats;
import io.blip2j.blip2.train.TrainingLoop;
import io.blip2j.core.memory.Step;
import io.blip2j.core.parallel.Communicator;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Stage 1: the Q-Former learns to see what texts say, from pairs of image and text, the encoder frozen.
///
/// Read [#run] from top to bottom; there is nothing behind it but the model's losses and the optimiser.
///
/// **Source:** BLIP-2, arXiv 2301.12597, section 3.2.
///
/// @param recipe the numbers
/// @param model initialised or loaded; its encoder is frozen
/// @param images what the encoder says of each picture
/// @param order which samples each step trains on
/// @param texts ids of each picture's text, `[CLS] ... [SEP]`
/// @param padId the id that fills rows
/// @param options how losses are computed
/// @param ranks who trains along
/// @param checkpoint where states are kept, or null
public record TrainStage1(
        Recipe recipe,
        Stage1Model model,
        ImageSource images,
        Order order,
        long[][] texts,
        long padId,
        Stage1Model.Options options,
        Communicator ranks,
        Checkpoint checkpoint) {

    /// Trains from the newest checkpoint on.
    /// @param report gets the statistics of some steps
    /// @param stop asks between steps whether to save and end early
    /// @return the steps done: `max_steps`, or fewer if it was stopped
    public int run(Consumer<StepStats> report, BooleanSupplier stop) {
        // ---- optimiser and schedule
        TrainingLoop loop = new TrainingLoop("stage1", recipe, model.learning(), report);

        // ---- resume
        int first = checkpoint == null ? 0 : checkpoint.restore(model, loop.adamW(), model.backend());

        // ---- loop
        for (int step = first; step < recipe.maxSteps(); step++) {
            if (stop.getAsBoolean()) {
                save(step, loop);
                return step;
            }
            try (Step _ = Step.open()) {
                Pass pass = new Pass("", true, recipe.seed(), step, ranks.rank() * recipe.batchSize());
                Stage1Batch batch = batch(order.batch(step, recipe.batchSize()));
                Losses losses = model.losses(batch, pass, options, ranks, Recorder.NONE);
                Map<String, Tensor> parts = Map.of("itc", losses.itc(), "itm", losses.itm(), "itg", losses.itg());
                parts.values().forEach(Tensor::keep);
                loop.step(step, losses.total(), parts);
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

    private Stage1Batch batch(int[] samples) {
        int longest = 0;
        for (int sample : samples) {
            longest = Math.max(longest, texts[sample].length);
        }
        long[][] ids = new long[samples.length][longest];
        long[][] mask = new long[samples.length][longest];
        for (int i = 0; i < samples.length; i++) {
            long[] text = texts[samples[i]];
            Arrays.fill(ids[i], padId);
            System.arraycopy(text, 0, ids[i], 0, text.length);
            Arrays.fill(mask[i], 0, text.length, 1);
        }
        Tensor embeds = model.vision().imageEmbeds(images.of(samples)); // [batch, tokens, visionHidden]
        return new Stage1Batch(embeds, ids, mask);
    }
}
