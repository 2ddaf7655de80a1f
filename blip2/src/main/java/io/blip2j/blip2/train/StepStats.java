package io.blip2j.blip2.train;

import java.util.Map;

/// What a training step reports.
///
/// @param phase `vision`, `language`, `stage1`, `stage2`
/// @param step its number, from 1
/// @param maxSteps how many there will be
/// @param loss what was minimised
/// @param losses its parts by name
/// @param lr learning rate
/// @param gradNorm 2-norm of all gradients, before clipping
/// @param updateNorm 2-norm of the change of all parameters
/// @param imagesPerSecond samples a second since the phase began in this process
public record StepStats(
        String phase,
        int step,
        int maxSteps,
        double loss,
        Map<String, Double> losses,
        double lr,
        double gradNorm,
        double updateNorm,
        double imagesPerSecond) {}
