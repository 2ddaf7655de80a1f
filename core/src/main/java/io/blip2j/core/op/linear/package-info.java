/// Operations that multiply matrices.
///
/// | type | role |
/// |---|---|
/// | [MatMul] | any two, batched and broadcast |
/// | [Linear] | rows times a trained or a packed matrix |
/// | [Attention] | queries, keys and values, fused |
/// | [PackedSelfAttention] | attention of rows that hold queries, keys and values side by side |
/// | [Unfold], [Conv2d] | patches as rows, and the convolution made of them |
///
/// Start reading at [Linear].
package io.blip2j.core.op.linear;
