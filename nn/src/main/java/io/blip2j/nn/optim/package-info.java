/// Optimisers: returned gradients in, changed parameters out.
///
/// | type | role |
/// |---|---|
/// | [AdamW] | Adam with decoupled weight decay |
/// | [Sgd] | gradient descent with momentum, dampening, Nesterov |
/// | [ParameterGroup] | parameters that share weight decay and a factor of the learning rate |
/// | [GradientClipping] | by norm or by value |
/// | [Schedule] | the learning rate at a step |
///
/// `Gradients g = loss.backward(); adamW.step(g, schedule.at(epoch, step));` Nothing is global, nothing is hidden
/// in the parameters. Start reading at [AdamW].
package io.blip2j.nn.optim;
