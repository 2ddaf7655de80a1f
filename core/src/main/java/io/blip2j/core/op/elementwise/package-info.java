/// Operations that treat each number by itself, or pairs that broadcast.
///
/// | type | role |
/// |---|---|
/// | [Add], [Sub], [Mul], [Div], [Pow], [Maximum], [Minimum] | two tensors |
/// | [Affine], [Clamp], [PowScalar] | one tensor and numbers |
/// | [Neg], [Abs], [Exp], [Log], [Sqrt], [Rsqrt], [Reciprocal] | functions |
/// | [Relu], [Gelu], [GeluTanh], [QuickGelu], [Silu], [Tanh], [Sigmoid], [Erf] | activations |
/// | [Compare], [Where], [MaskedScatter], [Triangle], [Dropout] | masks |
/// | [Cast] | types |
/// | [Elementwise] | what the functions of one number share |
///
/// Start reading at [Mul].
package io.blip2j.core.op.elementwise;
