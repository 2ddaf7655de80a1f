/// The processor's vector backend: every kernel that training and decoding spend time in, with the Vector API.
///
/// | type | role |
/// |---|---|
/// | [VectorBackend], [VectorKernels] | the backend; each kernel handed to its family, the rest to the plain loops |
/// | [VectorUnary], [VectorUnaryGradient], [VectorBinary], [VectorCopy], [VectorDropout] | element by element |
/// | [VectorReduce], [VectorSquares], [VectorSelect] | sums, extremes, choice |
/// | [VectorNorm], [VectorNormGradient], [VectorSoftmax], [VectorLoss] | row by row |
/// | [VectorLookup], [VectorOptimisers] | tables; AdamW and SGD |
/// | [VectorProducts], [Gemm], [Panels], [RowKernels], [ColumnKernels], [Epilogue] | products |
/// | [VectorAttention] and what it names | attention, forward and backward |
/// | [VectorMath] | exp, log, tanh, erf by polynomials |
/// | [Lanes], [Rows], [RowSums], [RowExtremes] | the width of registers, and sums that do not depend on it |
/// | [Pieces], [Loops] | how work is cut: by shape, into blocks and groups of rows; strides in few loops |
/// | [Outlined] | loops that the compiler must not put into one another |
/// | [Workspace], [Scratch] | arrays of one thread, used again and again |
///
/// Only this package imports `jdk.incubator.vector`. Bits depend on shapes alone: neither on the number of threads nor
/// on the width of the registers, and an element's not on its place. A warm kernel allocates nothing but the few
/// objects
/// that cut its work; a test watches, since a vector in a box shows there first. How loops have to be written for that
/// stands at [Rows]. Start reading at [VectorKernels].
package io.blip2j.core.backend.vector;
