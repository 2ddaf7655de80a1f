/// Losses.
///
/// | type | role |
/// |---|---|
/// | [CrossEntropy] | against ids, with label smoothing and ignored rows |
/// | [SoftCrossEntropy] | against probabilities |
///
/// Start reading at [CrossEntropy].
package io.blip2j.core.op.loss;
