/// Blip2J's engine: tensors, operations with their gradients, and the kernels that compute them.
///
/// | package or type | role |
/// |---|---|
/// | [io.blip2j.core.shape] | sizes, strides, element types, and every message about shapes |
/// | [io.blip2j.core.memory] | the arrays of a step, and the budget of native memory |
/// | [io.blip2j.core.parallel] | `Workers` (threads) and `Communicator` (processes) |
/// | [io.blip2j.core.random] | Philox: random numbers that depend on nothing but their name |
/// | [io.blip2j.core.backend] | `Kernels`, the narrow interface that a device implements |
/// | [io.blip2j.core.backend.scalar] | the specification: each kernel as plain loops |
/// | [io.blip2j.core.backend.vector] | the product on the CPU: the same kernels with the Vector API |
/// | [io.blip2j.core.tensor] | `Tensor`, what everything else is written in |
/// | [io.blip2j.core.op] | one small record for each operation: forward, backward, source |
/// | [io.blip2j.core.autograd] | the walk backwards, recomputation |
/// | [io.blip2j.core.io] | safetensors |
/// | [InputException] | something from outside is not what it has to be |
/// | [io.blip2j.core.testing] | gradient check, assertions and the golden reader, for tests of any module |
///
/// The course through it: `Shape`, `Layout`, `Tensor`, `Op`, `Backward`; then, in `nn` and `blip2`, `Linear`,
/// `MultiHeadAttention`, `QFormer` and `TrainStage1`. Start reading at [io.blip2j.core.tensor.Tensor].
package io.blip2j.core;
