/// Normalisation: to probabilities, to zero mean and unit variance, to unit length.
///
/// | type | role |
/// |---|---|
/// | [Softmax], [LogSoftmax] | probabilities of the last axis |
/// | [LayerNorm], [RmsNorm] | layers' normalisation of the last axis |
/// | [L2Normalize] | unit length along an axis |
/// | [LastAxis] | other axes by operations of the last |
///
/// Start reading at [Softmax].
package io.blip2j.core.op.norm;
