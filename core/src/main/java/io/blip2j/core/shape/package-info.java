/// What a tensor looks like, without its numbers: the ground that every other package stands on.
///
/// | type | role |
/// |---|---|
/// | [Shape] | sizes of the axes, row-major arithmetic, broadcasting |
/// | [Layout] | a shape with strides and an offset: how a view walks through an array |
/// | [DType] | element types |
/// | [ShapeException] | every error about shapes: operation, expected, got |
///
/// A layout never knows its array, so every view operation (transpose, slice, expand) is pure arithmetic here.
/// Start reading at [Shape].
package io.blip2j.core.shape;
