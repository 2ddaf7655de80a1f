package io.blip2j.core.backend;

import io.blip2j.core.random.RandomKey;

/// The primitives that a device implements. Everything else is written with these.
///
/// Conventions, unless a kernel says otherwise:
/// - operands that are written are contiguous and overlap no operand that is read (elementwise kernels may write
///   over an input of the same layout); operands that are read are contiguous. Kernels that take strides say so.
/// - floating operands of one call have one type, F32; the scalar backend takes F64 as well.
/// - an empty operand is answered with an empty result; sums of nothing are 0.
/// - sums have one order that depends on shapes alone, never on the number of threads or the vector width.
/// - shapes were checked by the caller.
///
/// `rows` and `n` of an operand `[..., n]`: `n` is its last axis, `rows` the product of the others.
public interface Kernels {
    // ---------------------------------------------------------------- elementwise

    /// `y = f(x)`.
    void unary(UnaryFunction f, double a, double b, Operand x, Operand y);

    /// `dx = dy · f'(x)`, where `y = f(x)`.
    void unaryGradient(UnaryFunction f, double a, double b, Operand x, Operand y, Operand dy, Operand dx);

    /// `y = f(a, b)`. Strides: `a` and `b` have `y`'s shape and any strides, 0 where they are broadcast.
    void binary(BinaryFunction f, Operand a, Operand b, Operand y);

    /// `y = a how b`, BOOL. Strides as in [#binary]. Operands: both F32/F64, both I64, or both BOOL.
    void compare(Comparison how, Operand a, Operand b, Operand y);

    /// `y = mask ? a : b`. Strides as in [#binary]; `a`, `b`, `y` of one type, which may be I64 or BOOL.
    void where(Operand mask, Operand a, Operand b, Operand y);

    /// `y = x`, converted to `y`'s type (floating: nearest, ties to even; to integers: toward zero). Any strides on
    /// both sides.
    void copy(Operand x, Operand y);

    /// `y = value`, any strides.
    void fill(Operand y, double value);

    /// `y = x · keep / (1 - p)`: element `e` of sample `s` (`x` is `[samples, ...]`) is kept where its Philox
    /// number of `key` is `>= p`. The gradient is the same kernel on `dy`.
    void dropout(Operand x, float p, RandomKey key, Operand y);

    // ---------------------------------------------------------------- reductions

    /// `y[o, i] = reduce over j of x[o, j, i]` for `x` as `[outer, n, inner]`.
    void reduce(Reduction how, Operand x, int outer, int n, int inner, Operand y);

    /// `index[o, i]` (I64) = the first `j` at which `x[o, j, i]` is largest (NaN counts as largest) or smallest.
    void argReduce(boolean largest, Operand x, int outer, int n, int inner, Operand index);

    /// `Σ x²` over everything, accumulated in double in one order.
    double sumOfSquares(Operand x);

    /// `y[o, j, i] = Σ_{l<=j} x[o, l, i]`; F32, F64 or I64.
    void cumulativeSum(Operand x, int outer, int n, int inner, Operand y);

    /// `index[r, 0..k)` (I64) = places of the `k` largest (or smallest) of row `r` of `x` `[rows, n]`, in order;
    /// among equals the first. `k = n` sorts.
    void topK(Operand x, int k, boolean largest, Operand index);

    // ---------------------------------------------------------------- normalisation

    /// `y = softmax(x)` over the last axis, or its logarithm. A row of -inf gives 0 (log: NaN as the formula).
    void softmax(Operand x, boolean log, Operand y);

    /// `dx = y ⊙ (dy - Σ y·dy)`; for log-softmax `dx = dy - e^y · Σ dy`.
    void softmaxGradient(Operand y, boolean log, Operand dy, Operand dx);

    /// `y = (x - mean)/√(var + eps) · w + b` over the last axis, biased variance, two passes.
    /// @param w weight `[n]` or null
    /// @param b bias `[n]` or null
    /// @param statistics receives `[rows, 2]`: mean and `1/√(var + eps)`; may be null
    void layerNorm(Operand x, Operand w, Operand b, double eps, Operand y, Operand statistics);

    /// Gradients of [#layerNorm]; `dx`, `dw`, `db` may each be null.
    void layerNormGradient(Operand x, Operand w, Operand statistics, Operand dy, Operand dx, Operand dw, Operand db);

    /// `y = w · x/√(mean(x²) + eps)` over the last axis.
    /// @param statistics receives `[rows]`: `1/√(mean(x²) + eps)`; may be null
    void rmsNorm(Operand x, Operand w, double eps, Operand y, Operand statistics);

    /// Gradients of [#rmsNorm]; `dx` and `dw` may each be null.
    void rmsNormGradient(Operand x, Operand w, Operand statistics, Operand dy, Operand dx, Operand dw);

    // ---------------------------------------------------------------- products

    /// `y[p, m, n] = a[p, m, k] · b[p, k, n]`, for `[batch, rows, columns]` of any strides (batch strides may be
    /// 0).
    void matmul(Operand a, Operand b, Operand y);

    /// `y = act(x·wᵀ + bias) + residual`: `x` `[rows, k]`, `w` `[n, k]`, `y` `[rows, n]`.
    /// @param w a parameter; panels packed from it are kept with its storage until that changes
    /// @param bias `[n]` or null
    /// @param act [UnaryFunction#IDENTITY] for none; no constants
    /// @param residual `[rows, n]` or null
    void linear(Operand x, Operand w, Operand bias, UnaryFunction act, Operand residual, Operand y);

    /// As [#linear(Operand, Operand, Operand, UnaryFunction, Operand, Operand)] with a packed constant.
    void linear(Operand x, PackedMatrix w, Operand bias, UnaryFunction act, Operand residual, Operand y);

    /// `dx = dy·w`: `dy` `[rows, n]`, `dx` `[rows, k]`.
    void linearInputGradient(Operand dy, Operand w, Operand dx);

    /// As [#linearInputGradient(Operand, Operand, Operand)] with a packed constant.
    void linearInputGradient(Operand dy, PackedMatrix w, Operand dx);

    /// `dw = dyᵀ·x`: `[n, k]` from `dy` `[rows, n]` and `x` `[rows, k]`.
    void linearWeightGradient(Operand dy, Operand x, Operand dw);

    /// Packs a matrix `[n, k]` (F32, F16 or BF16, row-major) as a constant of the given format; INT8 and INT4 as
    /// [Quantization] says.
    /// @param what its name, for the message when memory is short
    PackedMatrix pack(String what, Operand w, MatrixFormat format);

    /// Packs integers and factors that were chosen before, as files hold them: what [#unpackIntegers] writes.
    /// @param format INT8 or INT4
    /// @param numbers U8: INT8 `[n, k]`, a byte `q + 128`; INT4 `[n, ⌈k/2⌉]`, a byte two numbers `q + 8`, the
    ///     first in the lower half
    /// @param factors INT8: F32 `[n]`; INT4: BF16 `[n, ⌈k/32⌉]`
    PackedMatrix packIntegers(String what, int k, MatrixFormat format, Operand numbers, Operand factors);

    /// Writes the integers and factors of a constant in INT8 or INT4, row by row, as [#packIntegers] takes them.
    void unpackIntegers(PackedMatrix w, Operand numbers, Operand factors);

    /// Writes a packed matrix back in row-major order, as F32.
    void unpack(PackedMatrix w, Operand y);

    // ---------------------------------------------------------------- attention

    /// `out = softmax(q·kᵀ·scale + mask + bias)·v` for each sequence and head; a row without keys gives 0.
    ///
    /// Strides: `q` `[batch, heads, tgtSeq, headDim]`, `k` `[batch, heads, srcSeq, headDim]`, `v`
    /// `[batch, heads, srcSeq, valueDim]`, `out` `[batch, heads, tgtSeq, valueDim]`; any strides but 1 on the last
    /// axis.
    /// @param mask `[batch, heads, tgtSeq, srcSeq]` of any strides, BOOL (true: may look) or floating (added), or
    ///     null
    /// @param bias `[heads, distances]` for `spec.distances()`, or null
    /// @param statistics receives `[sequences, heads, tgtSeq]` (regular) or `[heads, tgtSeq]` (ragged): the
    ///     logarithm of the sum of exponentials of each row, for backward; null if there is none
    void attention(
            AttentionSpec spec,
            Operand q,
            Operand k,
            Operand v,
            Operand mask,
            Operand bias,
            Operand out,
            Operand statistics);

    /// Gradients of [#attention]. `dq`, `dk`, `dv` have the shapes of `q`, `k`, `v` and layouts of their own (any
    /// strides, last 1), are written whole, and may each be null; `dmask` (the mask's full broadcast shape,
    /// contiguous) and `dbias` (contiguous) may be null.
    void attentionGradient(
            AttentionSpec spec,
            Operand q,
            Operand k,
            Operand v,
            Operand mask,
            Operand bias,
            Operand out,
            Operand statistics,
            Operand dout,
            Operand dq,
            Operand dk,
            Operand dv,
            Operand dmask,
            Operand dbias);

    /// The weights themselves, without dropout: `[batch, heads, tgtSeq, srcSeq]`, for layers that one looks at.
    /// Regular batches only.
    void attentionProbabilities(
            AttentionSpec spec, Operand q, Operand k, Operand mask, Operand bias, Operand probabilities);

    // ---------------------------------------------------------------- lookups

    /// `y[i] = table[ids[i]]`: rows of `[vocab, n]`.
    void embedding(Operand table, Operand ids, Operand y);

    /// As [#embedding(Operand, Operand, Operand)] from a packed constant.
    void embedding(PackedMatrix table, Operand ids, Operand y);

    /// `dtable[ids[i]] += dy[i]` in order of `i`, into zeros first written by this kernel; rows of `paddingId` get
    /// nothing (-1: none).
    void embeddingGradient(Operand ids, Operand dy, int paddingId, Operand dtable);

    /// `y[.., j, ..] = x[.., index[.., j, ..], ..]` along `axis`; `index` may be smaller than `x` elsewhere.
    void gather(Operand x, Operand index, int axis, Operand y);

    /// Puts (or adds) `source` into `y` at `index` along `axis`; `y` holds its initial content already.
    void scatter(Operand index, Operand source, int axis, boolean add, Operand y);

    // ---------------------------------------------------------------- losses

    /// `loss[r] = (1-ε)·nll + ε·mean_c(-log p_c)` of row `r` of `logits` `[rows, classes]`; 0 where
    /// `target[r] == ignore`.
    /// @param logSumExp receives `[rows]`, for backward
    void crossEntropy(Operand logits, Operand target, long ignore, double smoothing, Operand loss, Operand logSumExp);

    /// `dlogits[r, c] = dloss[r]·(p_c - (1-ε)·[c = target] - ε/classes)`; 0 in ignored rows.
    void crossEntropyGradient(
            Operand logits,
            Operand target,
            long ignore,
            double smoothing,
            Operand logSumExp,
            Operand dloss,
            Operand dlogits);

    // ---------------------------------------------------------------- pictures

    /// Patches as rows: `x` `[n, c, h, w]` to `[n, outH·outW, c·kh·kw]`, zero outside the picture.
    void unfold(Operand x, Window window, Operand y);

    /// The transpose of [#unfold]: adds rows back to where they came from.
    void fold(Operand dy, Window window, Operand dx);

    /// Bicubic interpolation (a = -0.75, half-pixel centres, clamped edges, no antialiasing) of `[n, c, h, w]`.
    void bicubic(Operand x, Operand y);

    /// The transpose of [#bicubic].
    void bicubicGradient(Operand dy, Operand dx);

    /// A sliding window: size, stride, zero padding, dilation, each for height and width.
    record Window(
            int kernelH, int kernelW, int strideH, int strideW, int padH, int padW, int dilationH, int dilationW) {
        /// Number of places along the height.
        public int outH(int h) {
            return (h + 2 * padH - dilationH * (kernelH - 1) - 1) / strideH + 1;
        }

        /// Number of places along the width.
        public int outW(int w) {
            return (w + 2 * padW - dilationW * (kernelW - 1) - 1) / strideW + 1;
        }
    }

    // ---------------------------------------------------------------- optimisers, in place

    /// AdamW: `theta -= lr·wd·theta`, `m = β1·m + (1-β1)·g`, `v = β2·v + (1-β2)·g²`,
    /// `theta -= lr·m̂/(√v̂ + eps)` with `m̂ = m/(1-β1^t)`, `v̂ = v/(1-β2^t)`; `g` is first multiplied by
    /// `gradientScale`.
    /// @return `Σ (change of theta)²`
    double adamW(AdamStep step, double gradientScale, Operand theta, Operand g, Operand m, Operand v);

    /// SGD: `g += wd·theta`; with momentum `buffer = μ·buffer + (1-dampening)·g` (the first time `buffer = g`),
    /// `g = nesterov ? g + μ·buffer : buffer`; `theta -= lr·g`.
    /// @param buffer null without momentum
    void sgd(
            double lr,
            double weightDecay,
            double momentum,
            double dampening,
            boolean nesterov,
            boolean first,
            double gradientScale,
            Operand theta,
            Operand g,
            Operand buffer);
}
