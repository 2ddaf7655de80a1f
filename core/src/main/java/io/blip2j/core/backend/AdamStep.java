package io.blip2j.core.backend;

/// One step of AdamW for one parameter: the numbers that all its elements share.
///
/// @param lr learning rate of this step
/// @param beta1 decay of the first moment
/// @param beta2 decay of the second moment
/// @param eps added to the root of the second moment
/// @param weightDecay decoupled decay, `theta -= lr · weightDecay · theta` before the step
/// @param count how many steps this parameter has taken, this one included (bias correction)
public record AdamStep(double lr, double beta1, double beta2, double eps, double weightDecay, int count) {}
