package io.blip2j.blip2.train;

import io.blip2j.core.InputException;
import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.optim.AdamW;
import io.blip2j.nn.optim.GradientClipping;
import io.blip2j.nn.optim.ParameterGroup;
import io.blip2j.nn.optim.Schedule;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The end of every training step, the same in all phases: gradients, their norm, clipping, the optimiser, a report.
///
/// The loops that call it are flat and stand with their stage; this only keeps what they share.
public final class TrainingLoop {
    private final String phase;
    private final Recipe recipe;
    private final List<Parameter> learning;
    private final AdamW adamW;
    private final Schedule schedule;
    private final Consumer<StepStats> report;
    private final long began = System.nanoTime();
    private int stepsHere;

    /// @param phase name for reports
    /// @param learning the parameters that are trained
    public TrainingLoop(String phase, Recipe recipe, List<Parameter> learning, Consumer<StepStats> report) {
        this.phase = phase;
        this.recipe = recipe;
        this.learning = List.copyOf(learning);
        this.adamW = new AdamW(ParameterGroup.byDecay(this.learning, recipe.weightDecay()), recipe.adam());
        this.schedule = recipe.schedule();
        this.report = report;
    }

    /// The optimiser, for checkpoints.
    public AdamW adamW() {
        return adamW;
    }

    /// Backward from `loss`, then one step of the optimiser.
    /// @param step from 0
    /// @param losses parts of the loss by name, for the report
    /// @throws InputException of kind NOT_FINITE if loss or gradients are not finite: nothing is changed then
    public void step(int step, Tensor loss, Map<String, Tensor> losses) {
        double value = loss.item();
        Gradients gradients = loss.backward();
        double norm = GradientClipping.norm(GradientClipping.of(gradients, learning));
        if (!Double.isFinite(value) || !Double.isFinite(norm)) {
            throw new InputException(
                    InputException.Kind.NOT_FINITE,
                    "TRAIN-FINITE",
                    phase + " step " + (step + 1),
                    "loss " + value + ", gradient norm " + norm,
                    "finite numbers",
                    "Lower init_lr or the clip, or look at the samples of this step; the last checkpoint is whole");
        }
        double factor = recipe.clip() > 0 ? GradientClipping.factor(norm, recipe.clip()) : 1;
        double lr = schedule.at(0, step);
        double change = adamW.step(gradients, lr, factor);
        stepsHere++;
        boolean last = step + 1 == recipe.maxSteps();
        if ((step + 1) % recipe.logSteps() == 0 || last || step == 0) {
            Map<String, Double> parts = new java.util.LinkedHashMap<>();
            losses.forEach((name, part) -> parts.put(name, part.item()));
            double seconds = (System.nanoTime() - began) / 1e9;
            report.accept(new StepStats(
                    phase,
                    step + 1,
                    recipe.maxSteps(),
                    value,
                    parts,
                    lr,
                    norm,
                    change,
                    stepsHere * recipe.batchSize() / seconds));
        }
    }
}
