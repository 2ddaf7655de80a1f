/// The test kit that ships with the engine, for tests of any module.
///
/// | type | role |
/// |---|---|
/// | [Golden] | finds and reads the reference data |
/// | [GoldenCase] | one case: fields, tensors, tolerances |
/// | [TensorAssert] | compares with a stated tolerance and says where it fails |
/// | [GradCheck] | gradients against central differences in double |
/// | [Json] | a small tree of JSON, as the golden files need it |
///
/// Start reading at [Golden].
package io.blip2j.core.testing;
