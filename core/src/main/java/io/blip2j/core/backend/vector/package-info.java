/// The processor's vector backend: every kernel that training and decoding spend time in, with the Vector API.
///
/// | type | role |
/// |---|---|
/// | [VectorBackend], [VectorKernels] | the backend; each kernel handed to its family, the rest to the plain loops |
/// | [VectorUnary], [VectorUnaryGradient], [VectorBinary], [VectorCopy], [VectorDropout] | element by element |
/// | [VectorReduce], [VectorSquares], [VectorSelect] | sums, extremes, choice |
/// | [VectorNorm], [VectorNormGradient], [VectorSoftmax], [VectorLoss] | row by row |
/// | [VectorLookup], [VectorOptimisers] | tables; AdamW and SGD |
/// | [VectorProducts], [Gemm], [RightFactor], [Epilogue] | products: what is multiplied, cut into pieces, finished |
/// | [FewRows] | products of one to eight rows with a constant that is read once |
/// | [Panels], [PackedPanels], [ParameterPanels] | matrices in panels of 32 columns |
/// | [Constants], [IntegerRows] | frozen matrices packed, and read back |
/// | [FloatPanels], [NativePanels], [HalfPanels], [BytePanels], [NibblePanels] | their forms: F32; 16, 8, 4 bits |
/// | [RowKernels], [ColumnKernels], [HalfKernels], [ByteKernels], [NibbleKernels] | one tile of a product in registers |
/// | [HalfStream], [ByteStream], [NibbleStream] | one row by neighbouring panels |
/// | [VectorAttention], [AttentionPass], [AttentionScores], [OnlineSoftmax], [RowTiles] | attention |
/// | [VectorMath] | exp, log, tanh, erf by polynomials |
/// | [Lanes], [VectorWidth] | the width of registers |
/// | [Peaks] | what the machine can do at most, for benchmarks |
/// | [Rows], [RowSums], [RowExtremes] | sums that do not depend on that width |
/// | [Pieces], [Loops] | how work is cut: by shape, into blocks and groups of rows; strides in few loops |
/// | [Outlined] | loops that the compiler must not put into one another |
/// | [Workspace], [Scratch] | arrays of one thread, used again and again |
///
/// Only this package imports `jdk.incubator.vector`. Bits depend on shapes alone: neither on the number of
/// threads nor on the width of the registers, and an element's not on its place. A warm kernel allocates nothing
/// but the few objects that cut its work; a test watches, since a vector in a box shows there first. How loops
/// have to be written for that stands at [Rows].
///
/// **From plain loops to [Gemm]**, `c[i, j] = Σ_p a[i, p]·b[p, j]`, each step on one core of Zen 4 (peak 113
/// GFLOP/s):
/// 1. three loops, `p` innermost, as in the scalar backend: one chain, at the latency of an addition;
/// 2. a vector of 16 `j` at a time and one broadcast of `a[i, p]`: lanes are independent sums, and no order
/// changes;
/// 3. eight `i` and two vectors at a time, all sums in registers: each load of `b` now serves eight rows, and
///    sixteen chains hide the latency of one ([RowKernels]). From here on it is near the peak, if the data are
///    near;
/// 4. so `b` lies in panels `[p][32]`, or is read where its rows lie ([Panels], [StridedFactor]); `p` is cut into
///    parts of at most 768, whose panel stays in the L2 cache; row panels are made nearly equal, so that no tile
///    is padded;
/// 5. bias, activation and residual follow while the tile is in cache ([Epilogue]), and pieces go to threads.
///
/// Sizes 900x96x96 then run at 92 % of the peak, 257x4224x1408 at 88 %.
///
/// **From [Gemm] to [FewRows]**, for one to eight rows, where each number of `w` serves so few multiply-adds that
/// memory is what they wait for:
/// 1. the panels stay in the type of the constant: half, a quarter, an eighth of the bytes of F32;
/// 2. a number becomes a float in registers, between its load and its multiply-add, and never in memory: BF16 by a
///    shift or a mask, integers by a mask, a float's exponent put above them and one subtraction ([ByteKernels]);
/// 3. panels are the outer loop, so that memory is read from beginning to end; sums are those of [Gemm];
/// 4. one row reads several panels at once: as many chains as hide a multiply-add's latency ([HalfStream]).
///
/// **From plain loops to [AttentionForward]**: the two products are the tiles above; scores are kept as
/// `[keys][32 queries]`, so that maximum and sum of a softmax go down the rows and never across lanes; tiles of
/// 64 keys follow one another with running maxima and sums ([OnlineSoftmax]). Nothing is packed but the block of
/// queries.
///
/// Start reading at [VectorKernels].
package io.blip2j.core.backend.vector;
