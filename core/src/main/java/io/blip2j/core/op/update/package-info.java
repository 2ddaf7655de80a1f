/// Changes in place: the only ones there are. For parameters, the state of optimisers, and caches.
///
/// | type | role |
/// |---|---|
/// | [Update] | steps of optimisers, writing into a tensor |
/// | [Packing] | a matrix packed as a constant, and back |
///
/// A tensor that is changed counts a version on, so that whatever was saved for backward or packed from it notices.
/// Start reading at [Update].
package io.blip2j.core.op.update;
