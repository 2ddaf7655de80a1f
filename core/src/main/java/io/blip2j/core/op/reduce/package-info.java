/// Operations along axes.
///
/// | type | role |
/// |---|---|
/// | [Sum], [Mean] | sums |
/// | [AMax], [AMin] | extremes that share their gradient |
/// | [Max], [ArgMax], [TopK] | extremes with their places |
/// | [LogSumExp], [CumulativeSum] | logarithm of a sum of exponentials, running sums |
/// | [Axes] | several axes by a kernel that knows one |
///
/// Start reading at [Sum].
package io.blip2j.core.op.reduce;
