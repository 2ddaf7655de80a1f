/// Operations that look elements up by index.
///
/// | type | role |
/// |---|---|
/// | [Embedding] | rows of a table by id |
/// | [Gather], [IndexSelect] | elements, or whole slices, of an axis |
/// | [Scatter], [ScatterAdd] | the way back |
/// | [OneHot] | ids as indicator rows |
///
/// An index outside its axis is refused by name, never an array bounds error. Start reading at [Embedding].
package io.blip2j.core.op.index;
