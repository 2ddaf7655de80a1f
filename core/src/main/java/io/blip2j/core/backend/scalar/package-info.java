/// The specification of every kernel, in plain loops: what each primitive computes, without how to do it fast.
///
/// | type | role |
/// |---|---|
/// | [ScalarBackend] | the device: one thread, any machine |
/// | [ScalarKernels] | one line a kernel, to the family that computes it |
/// | [ScalarElementwise] | functions of one or two numbers, comparisons, selection |
/// | [ScalarFunctions], [ScalarErf] | each function of one number with its derivative; the error function |
/// | [ScalarCopy] | copies, casts, fills |
/// | [ScalarDropout] | dropout by Philox |
/// | [ScalarReduce] | sums, extremes, running sums, top-k |
/// | [ScalarSoftmax], [ScalarNorm] | softmax, LayerNorm, RMSNorm |
/// | [ScalarProducts], [ScalarPackedMatrix] | matrix products, constants in half precision |
/// | [ScalarAttention], [ScalarAttentionWeights] | attention and its gradient, one row at a time |
/// | [ScalarLookup] | embeddings, gather, scatter |
/// | [ScalarLoss] | cross entropy |
/// | [ScalarPictures] | patches as rows and back, bicubic resizing |
/// | [ScalarOptimisers] | AdamW, SGD |
/// | [Values] | operands as `double[]`, rounded once when written |
///
/// A kernel reads its operands into doubles, computes its equation in doubles and rounds each result once. So it runs
/// on F32 and on F64 alike: in F32 it is the oracle of the other backends, in F64 of gradient checks. Sums run from
/// the first element to the last. Start reading at [ScalarProducts], then [ScalarAttention].
package io.blip2j.core.backend.scalar;
