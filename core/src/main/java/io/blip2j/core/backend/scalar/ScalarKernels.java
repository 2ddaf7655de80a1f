package io.blip2j.core.backend.scalar;

import io.blip2j.core.backend.AdamStep;
import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.BinaryFunction;
import io.blip2j.core.backend.Comparison;
import io.blip2j.core.backend.Kernels;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.backend.Reduction;
import io.blip2j.core.backend.UnaryFunction;
import io.blip2j.core.random.RandomKey;

/// All kernels by plain loops, each handed to the family that computes it: `y = f(x)` in double, rounded once.
///
/// A faster backend extends this class and overrides the families that it has; what it leaves is computed here.
public class ScalarKernels implements Kernels {
    @Override
    public void unary(UnaryFunction f, double a, double b, Operand x, Operand y) {
        ScalarElementwise.unary(f, a, b, x, y);
    }

    @Override
    public void unaryGradient(UnaryFunction f, double a, double b, Operand x, Operand y, Operand dy, Operand dx) {
        ScalarElementwise.unaryGradient(f, a, b, x, y, dy, dx);
    }

    @Override
    public void binary(BinaryFunction f, Operand a, Operand b, Operand y) {
        ScalarElementwise.binary(f, a, b, y);
    }

    @Override
    public void compare(Comparison how, Operand a, Operand b, Operand y) {
        ScalarElementwise.compare(how, a, b, y);
    }

    @Override
    public void where(Operand mask, Operand a, Operand b, Operand y) {
        ScalarElementwise.where(mask, a, b, y);
    }

    @Override
    public void copy(Operand x, Operand y) {
        ScalarCopy.copy(x, y);
    }

    @Override
    public void fill(Operand y, double value) {
        ScalarCopy.fill(y, value);
    }

    @Override
    public void dropout(Operand x, float p, RandomKey key, Operand y) {
        ScalarDropout.dropout(x, p, key, y);
    }

    @Override
    public void reduce(Reduction how, Operand x, int outer, int n, int inner, Operand y) {
        ScalarReduce.reduce(how, x, outer, n, inner, y);
    }

    @Override
    public void argReduce(boolean largest, Operand x, int outer, int n, int inner, Operand index) {
        ScalarReduce.argReduce(largest, x, outer, n, inner, index);
    }

    @Override
    public double sumOfSquares(Operand x) {
        return ScalarReduce.sumOfSquares(x);
    }

    @Override
    public void cumulativeSum(Operand x, int outer, int n, int inner, Operand y) {
        ScalarReduce.cumulativeSum(x, outer, n, inner, y);
    }

    @Override
    public void topK(Operand x, int k, boolean largest, Operand index) {
        ScalarReduce.topK(x, k, largest, index);
    }

    @Override
    public void softmax(Operand x, boolean log, Operand y) {
        ScalarSoftmax.softmax(x, log, y);
    }

    @Override
    public void softmaxGradient(Operand y, boolean log, Operand dy, Operand dx) {
        ScalarSoftmax.softmaxGradient(y, log, dy, dx);
    }

    @Override
    public void layerNorm(Operand x, Operand w, Operand b, double eps, Operand y, Operand statistics) {
        ScalarNorm.layerNorm(x, w, b, eps, y, statistics);
    }

    @Override
    public void layerNormGradient(
            Operand x, Operand w, Operand statistics, Operand dy, Operand dx, Operand dw, Operand db) {
        ScalarNorm.layerNormGradient(x, w, statistics, dy, dx, dw, db);
    }

    @Override
    public void rmsNorm(Operand x, Operand w, double eps, Operand y, Operand statistics) {
        ScalarNorm.rmsNorm(x, w, eps, y, statistics);
    }

    @Override
    public void rmsNormGradient(Operand x, Operand w, Operand statistics, Operand dy, Operand dx, Operand dw) {
        ScalarNorm.rmsNormGradient(x, w, statistics, dy, dx, dw);
    }

    @Override
    public void matmul(Operand a, Operand b, Operand y) {
        ScalarProducts.matmul(a, b, y);
    }

    @Override
    public void linear(Operand x, Operand w, Operand bias, UnaryFunction act, Operand residual, Operand y) {
        ScalarProducts.linear(x, Values.read(w), bias, act, residual, y);
    }

    @Override
    public void linear(Operand x, PackedMatrix w, Operand bias, UnaryFunction act, Operand residual, Operand y) {
        ScalarProducts.linear(x, ScalarPackedMatrix.from(w).values(), bias, act, residual, y);
    }

    @Override
    public void linearInputGradient(Operand dy, Operand w, Operand dx) {
        ScalarProducts.linearInputGradient(dy, Values.read(w), dx);
    }

    @Override
    public void linearInputGradient(Operand dy, PackedMatrix w, Operand dx) {
        ScalarProducts.linearInputGradient(dy, ScalarPackedMatrix.from(w).values(), dx);
    }

    @Override
    public void linearWeightGradient(Operand dy, Operand x, Operand dw) {
        ScalarProducts.linearWeightGradient(dy, x, dw);
    }

    @Override
    public PackedMatrix pack(String what, Operand w, MatrixFormat format) {
        return ScalarPackedMatrix.of(what, w, format);
    }

    @Override
    public PackedMatrix packIntegers(String what, int k, MatrixFormat format, Operand numbers, Operand factors) {
        return ScalarPackedMatrix.ofIntegers(k, format, numbers, factors);
    }

    @Override
    public void unpackIntegers(PackedMatrix w, Operand numbers, Operand factors) {
        ScalarPackedMatrix.from(w).integers(numbers, factors);
    }

    @Override
    public void unpack(PackedMatrix w, Operand y) {
        Values.write(ScalarPackedMatrix.from(w).values(), y);
    }

    @Override
    public void attention(
            AttentionSpec spec,
            Operand q,
            Operand k,
            Operand v,
            Operand mask,
            Operand bias,
            Operand out,
            Operand statistics) {
        ScalarAttention.attention(spec, q, k, v, mask, bias, out, statistics);
    }

    @Override
    public void attentionGradient(
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
            Operand dbias) {
        ScalarAttention.attentionGradient(spec, q, k, v, mask, bias, dout, dq, dk, dv, dmask, dbias);
    }

    @Override
    public void attentionProbabilities(
            AttentionSpec spec, Operand q, Operand k, Operand mask, Operand bias, Operand probabilities) {
        ScalarAttention.attentionProbabilities(spec, q, k, mask, bias, probabilities);
    }

    @Override
    public void embedding(Operand table, Operand ids, Operand y) {
        ScalarLookup.embedding(table, ids, y);
    }

    @Override
    public void embedding(PackedMatrix table, Operand ids, Operand y) {
        ScalarLookup.embedding(ScalarPackedMatrix.from(table), ids, y);
    }

    @Override
    public void embeddingGradient(Operand ids, Operand dy, int paddingId, Operand dtable) {
        ScalarLookup.embeddingGradient(ids, dy, paddingId, dtable);
    }

    @Override
    public void gather(Operand x, Operand index, int axis, Operand y) {
        ScalarLookup.gather(x, index, axis, y);
    }

    @Override
    public void scatter(Operand index, Operand source, int axis, boolean add, Operand y) {
        ScalarLookup.scatter(index, source, axis, add, y);
    }

    @Override
    public void crossEntropy(
            Operand logits, Operand target, long ignore, double smoothing, Operand loss, Operand logSumExp) {
        ScalarLoss.crossEntropy(logits, target, ignore, smoothing, loss, logSumExp);
    }

    @Override
    public void crossEntropyGradient(
            Operand logits,
            Operand target,
            long ignore,
            double smoothing,
            Operand logSumExp,
            Operand dloss,
            Operand dlogits) {
        ScalarLoss.crossEntropyGradient(logits, target, ignore, smoothing, dloss, dlogits);
    }

    @Override
    public void unfold(Operand x, Window window, Operand y) {
        ScalarPictures.unfold(x, window, y);
    }

    @Override
    public void fold(Operand dy, Window window, Operand dx) {
        ScalarPictures.fold(dy, window, dx);
    }

    @Override
    public void bicubic(Operand x, Operand y) {
        ScalarPictures.bicubic(x, y);
    }

    @Override
    public void bicubicGradient(Operand dy, Operand dx) {
        ScalarPictures.bicubicGradient(dy, dx);
    }

    @Override
    public double adamW(AdamStep step, double gradientScale, Operand theta, Operand g, Operand m, Operand v) {
        return ScalarOptimisers.adamW(step, gradientScale, theta, g, m, v);
    }

    @Override
    public void sgd(
            double lr,
            double weightDecay,
            double momentum,
            double dampening,
            boolean nesterov,
            boolean first,
            double gradientScale,
            Operand theta,
            Operand g,
            Operand buffer) {
        ScalarOptimisers.sgd(lr, weightDecay, momentum, dampening, nesterov, first, gradientScale, theta, g, buffer);
    }
}
