/// Operations that move elements without changing them, mostly views.
///
/// | type | role |
/// |---|---|
/// | [Reshape], [Permute], [Expand], [Slice], [Select] | views |
/// | [Contiguous] | a row-major copy of a view |
/// | [Concat], [Split], [Pad], [Flip], [RepeatInterleave] | put together, cut, repeat |
/// | [Bicubic] | resample position embeddings |
///
/// Start reading at [Reshape].
package io.blip2j.core.op.shape;
