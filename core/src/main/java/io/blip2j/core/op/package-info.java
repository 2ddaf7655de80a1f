/// Operations: each a small record with forward, backward, the shapes and the source.
///
/// | package or type | role |
/// |---|---|
/// | [Op] | the contract |
/// | [UnaryOp], [BinaryOp], [IndexOp] | the contract for one and two inputs, and for results without gradient |
/// | [Check] | the error texts about shapes and types |
/// | [io.blip2j.core.op.elementwise] | number by number: `Add`, `Gelu`, `Where`, `Dropout` |
/// | [io.blip2j.core.op.reduce] | along axes: `Sum`, `Max`, `ArgMax`, `TopK` |
/// | [io.blip2j.core.op.norm] | `Softmax`, `LayerNorm`, `RmsNorm`, `L2Normalize` |
/// | [io.blip2j.core.op.linear] | `MatMul`, `Linear`, `Conv2d`, `Attention` |
/// | [io.blip2j.core.op.index] | `Embedding`, `Gather`, `ScatterAdd` |
/// | [io.blip2j.core.op.shape] | `Reshape`, `Permute`, `Slice`, `Concat`, `Pad` |
/// | [io.blip2j.core.op.update] | the changes in place: steps of optimisers |
/// | [io.blip2j.core.op.loss] | `CrossEntropy` |
///
/// ## How to add an operation
/// 1. One record here, its doc giving formula, shape table, backward formula, what is kept, and the source. Forward and
///    backward are the formula in tensor operations: `Tensor`'s methods, and `Autograd.apply(new Sigmoid(), x)` for
///    those it has no method for. A kernel comes later, with a benchmark, if composing is too slow.
/// 2. One line in [io.blip2j.core.tensor.Tensor], if people will call it often.
/// 3. One row in `OpSpecs` (tests): how to call it from a golden case, and from which inputs to check gradients.
/// 4. One case in `tools/golden/gen/ops.py`; make the data again as its README says.
///
/// `mvn verify` then checks values and gradients against PyTorch, gradients against central differences in double,
/// and the backends against each other. Start reading at [Op], then [io.blip2j.core.op.norm.Softmax].
package io.blip2j.core.op;
