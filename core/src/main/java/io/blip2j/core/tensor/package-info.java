/// [Tensor]: numbers with a shape, on a backend, perhaps with a history.
///
/// | type | role |
/// |---|---|
/// | [Tensor] | the fluent surface; each method is one line to an operation |
///
/// Words for axes, used in every shape comment of the project: `batch seq tgtSeq srcSeq hidden heads headDim
/// intermediate vocab patches queries channels height width`.
///
/// `core.tensor`, `core.op` and `core.autograd` know one another: tensors name the operations, and operations are
/// written in tensors. Start reading at [Tensor].
package io.blip2j.core.tensor;
