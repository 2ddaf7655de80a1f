/// The walk backwards.
///
/// | type | role |
/// |---|---|
/// | [Autograd] | runs an operation and, where a gradient is wanted, remembers it as a [Node] |
/// | [Node] | one remembered operation: inputs, what was saved |
/// | [Saved] | exactly what an operation keeps for its backward |
/// | [InputGradients] | where a backward puts its results; the one place that undoes broadcasting |
/// | [Backward] | visits the nodes from the loss to the leaves |
/// | [Gradients] | the result: leaf to gradient |
/// | [NoGrad] | a scope in which nothing is remembered |
/// | [Recompute] | a part whose activations are computed again instead of kept |
///
/// Eager: there is no graph but the nodes that results point to. Backward releases what was saved as it passes.
/// Start reading at [Autograd], then [Backward].
package io.blip2j.core.autograd;
