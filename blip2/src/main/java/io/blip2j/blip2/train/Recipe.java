package io.blip2j.blip2.train;

import io.blip2j.core.InputException;
import io.blip2j.nn.optim.AdamW;
import io.blip2j.nn.optim.Schedule;
import java.util.LinkedHashMap;
import java.util.Map;

/// The numbers of a training run. `init_lr, min_lr, warmup_lr, warmup_steps, weight_decay` are LAVIS's names.
///
/// @param seed of all random numbers
/// @param maxSteps optimiser steps
/// @param batchSize samples a step
/// @param initLr peak learning rate
/// @param minLr the rate that half a cosine ends in
/// @param warmupLr the rate that the warm-up begins with
/// @param warmupSteps steps from there to the peak
/// @param weightDecay decoupled decay of matrices
/// @param beta2 decay of AdamW's second moment (β1 is 0.9)
/// @param clip largest 2-norm of all gradients together; 0: no clipping
/// @param logSteps steps between two log lines
/// @param checkpointSteps steps between two checkpoints; 0: none but the last
public record Recipe(
        long seed,
        int maxSteps,
        int batchSize,
        double initLr,
        double minLr,
        double warmupLr,
        int warmupSteps,
        double weightDecay,
        double beta2,
        double clip,
        int logSteps,
        int checkpointSteps) {
    private static final double BETA1 = 0.9;
    private static final double EPS = 1e-8;

    public Recipe {
        positive("max_steps", maxSteps);
        positive("batch_size", batchSize);
        positive("log_steps", logSteps);
        range("init_lr", initLr, 0, 10);
        range("min_lr", minLr, 0, 10);
        range("warmup_lr", warmupLr, 0, 10);
        range("weight_decay", weightDecay, 0, 10);
        range("beta2", beta2, 0, 1);
        range("clip", clip, 0, 1e9);
        range("warmup_steps", warmupSteps, 0, Integer.MAX_VALUE);
        range("checkpoint_steps", checkpointSteps, 0, Integer.MAX_VALUE);
    }

    private static void positive(String key, double value) {
        range(key, value, 1, Integer.MAX_VALUE);
    }

    private static void range(String key, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new InputException(
                    InputException.Kind.CONFIG,
                    "RECIPE-RANGE",
                    "recipe key " + key,
                    String.valueOf(value),
                    "a number in " + least + ".." + most,
                    "Correct the recipe, or give --set " + key + "=VALUE");
        }
    }

    /// Peak rate, steps and batch of a phase with the customs of the quickstart: 5 % warm-up (at least 20 steps),
    /// half a cosine down to 2 %, decay 0.05, gradients clipped at 1.
    public static Recipe phase(long seed, int maxSteps, int batchSize, double peak) {
        int warmup = Math.max(20, maxSteps / 20);
        return new Recipe(seed, maxSteps, batchSize, peak, peak * 0.02, 0, warmup, 0.05, 0.98, 1, 20, 250);
    }

    /// The learning rate by step.
    public Schedule schedule() {
        return new Schedule.CosinePerStep(initLr, minLr, warmupLr, warmupSteps, maxSteps);
    }

    /// AdamW's numbers.
    public AdamW.Options adam() {
        return new AdamW.Options(BETA1, beta2, EPS);
    }

    /// By flat keys, as recipe files have them.
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("seed", seed);
        map.put("max_steps", maxSteps);
        map.put("batch_size", batchSize);
        map.put("init_lr", initLr);
        map.put("min_lr", minLr);
        map.put("warmup_lr", warmupLr);
        map.put("warmup_steps", warmupSteps);
        map.put("weight_decay", weightDecay);
        map.put("beta2", beta2);
        map.put("clip", clip);
        map.put("log_steps", logSteps);
        map.put("checkpoint_steps", checkpointSteps);
        return map;
    }

    /// From flat keys; a missing key takes the value of `defaults`, other keys are left to the caller.
    /// @throws InputException of kind CONFIG for a value that is no number or out of range
    public static Recipe of(Map<String, ?> keys, Recipe defaults) {
        Map<String, Object> all = defaults.toMap();
        all.replaceAll((key, value) -> keys.containsKey(key) ? keys.get(key) : value);
        return new Recipe(
                (long) number(all, "seed"),
                (int) number(all, "max_steps"),
                (int) number(all, "batch_size"),
                number(all, "init_lr"),
                number(all, "min_lr"),
                number(all, "warmup_lr"),
                (int) number(all, "warmup_steps"),
                number(all, "weight_decay"),
                number(all, "beta2"),
                number(all, "clip"),
                (int) number(all, "log_steps"),
                (int) number(all, "checkpoint_steps"));
    }

    private static double number(Map<String, Object> keys, String key) {
        Object value = keys.get(key);
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return Double.parseDouble(String.valueOf(value));
        } catch (NumberFormatException problem) {
            throw new InputException(
                    InputException.Kind.CONFIG,
                    "RECIPE-NUMBER",
                    "recipe key " + key,
                    "'" + value + "'",
                    "a number",
                    "Correct the recipe, or give --set " + key + "=VALUE");
        }
    }
}
