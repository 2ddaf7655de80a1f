package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Operands.at;
import static io.blip2j.core.backend.vector.Operands.floats;
import static io.blip2j.core.backend.vector.Operands.isFloat;
import static io.blip2j.core.backend.vector.Operands.plain;
import static io.blip2j.core.backend.vector.Operands.plainLongs;
import static io.blip2j.core.backend.vector.Operands.rows;
import static io.blip2j.core.backend.vector.Operands.size;
import static io.blip2j.core.backend.vector.Operands.summable;
import static io.blip2j.core.backend.vector.Operands.width;

import io.blip2j.core.backend.AdamStep;
import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.BinaryFunction;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.backend.Reduction;
import io.blip2j.core.backend.UnaryFunction;
import io.blip2j.core.backend.scalar.ScalarKernels;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.shape.DType;

/// All kernels with the Vector API and the shared workers, each handed to the family that computes it.
///
/// What no family covers (F64, integers, unusual strides) is left to the scalar kernels, which are right for
/// everything.
public final class VectorKernels extends ScalarKernels {
    @Override
    public void unary(UnaryFunction f, double a, double b, Operand x, Operand y) {
        if (plain(x) && plain(y) && VectorUnary.covers(f, a)) {
            VectorUnary.apply(f, a, b, floats(x), at(x), floats(y), at(y), size(x));
        } else {
            super.unary(f, a, b, x, y);
        }
    }

    @Override
    public void unaryGradient(UnaryFunction f, double a, double b, Operand x, Operand y, Operand dy, Operand dx) {
        Operand v = VectorUnaryGradient.takesResult(f) ? y : x;
        if (plain(v) && plain(dy) && plain(dx) && VectorUnary.covers(f, a)) {
            VectorUnaryGradient.apply(f, a, b, floats(v), at(v), floats(dy), at(dy), floats(dx), at(dx), size(dx));
        } else {
            super.unaryGradient(f, a, b, x, y, dy, dx);
        }
    }

    @Override
    public void binary(BinaryFunction f, Operand a, Operand b, Operand y) {
        if (isFloat(a) && isFloat(b) && plain(y) && VectorBinary.covers(f)) {
            if (size(y) > 0) {
                VectorBinary.apply(f, a, b, y);
            }
        } else {
            super.binary(f, a, b, y);
        }
    }

    @Override
    public void where(Operand mask, Operand a, Operand b, Operand y) {
        if (mask.dtype() == DType.BOOL && isFloat(a) && isFloat(b) && plain(y)) {
            if (size(y) > 0) {
                VectorCopy.where(mask, a, b, y);
            }
        } else {
            super.where(mask, a, b, y);
        }
    }

    @Override
    public void copy(Operand x, Operand y) {
        if (size(y) == 0) {
            return;
        }
        if (isFloat(x) && isFloat(y)) {
            VectorCopy.copy(x, y);
        } else if (VectorCopy.converts(x.dtype(), y.dtype())
                && x.layout().isContiguous()
                && y.layout().isContiguous()) {
            VectorCopy.convert(x.storage(), at(x), y.storage(), at(y), size(y));
        } else {
            super.copy(x, y);
        }
    }

    @Override
    public void fill(Operand y, double value) {
        if (y.layout().isContiguous()) {
            VectorCopy.fill(y.storage(), at(y), size(y), value);
        } else {
            super.fill(y, value);
        }
    }

    @Override
    public void dropout(Operand x, float p, RandomKey key, Operand y) {
        int samples = x.shape().rank() == 0 ? 1 : x.shape().dim(0);
        if (plain(x) && plain(y) && size(x) > 0 && Lanes.COUNT >= 8) {
            VectorDropout.apply(floats(x), at(x), samples, size(x) / samples, p, key, floats(y), at(y));
        } else {
            super.dropout(x, p, key, y);
        }
    }

    @Override
    public void reduce(Reduction how, Operand x, int outer, int n, int inner, Operand y) {
        if (!summable(x) || !plain(y) || n == 0) {
            super.reduce(how, x, outer, n, inner, y);
        } else if (inner == 1) {
            VectorReduce.lastAxis(how, floats(x), at(x), outer, n, floats(y), at(y));
        } else if (inner > 1) {
            VectorReduce.acrossRows(how, floats(x), at(x), outer, n, inner, floats(y), at(y));
        }
    }

    @Override
    public void argReduce(boolean largest, Operand x, int outer, int n, int inner, Operand index) {
        if (!plain(x) || !plainLongs(index) || n == 0) {
            super.argReduce(largest, x, outer, n, inner, index);
        } else if (inner == 1) {
            VectorSelect.extreme(
                    largest, floats(x), at(x), outer, n, index.storage().longs(), at(index));
        } else {
            VectorSelect.extremeAcross(
                    largest, floats(x), at(x), outer, n, inner, index.storage().longs(), at(index));
        }
    }

    @Override
    public double sumOfSquares(Operand x) {
        return summable(x) ? VectorSquares.sum(floats(x), at(x), size(x)) : super.sumOfSquares(x);
    }

    @Override
    public void topK(Operand x, int k, boolean largest, Operand index) {
        if (plain(x) && plainLongs(index) && size(x) > 0 && k > 0) {
            VectorSelect.topK(
                    floats(x),
                    at(x),
                    rows(x),
                    width(x),
                    k,
                    largest,
                    index.storage().longs(),
                    at(index));
        } else {
            super.topK(x, k, largest, index);
        }
    }

    @Override
    public void softmax(Operand x, boolean log, Operand y) {
        if (summable(x) && plain(y)) {
            VectorSoftmax.softmax(floats(x), at(x), rows(x), width(x), log, floats(y), at(y));
        } else {
            super.softmax(x, log, y);
        }
    }

    @Override
    public void softmaxGradient(Operand y, boolean log, Operand dy, Operand dx) {
        if (summable(y) && plain(dy) && plain(dx)) {
            VectorSoftmax.gradient(floats(y), at(y), rows(y), width(y), log, floats(dy), at(dy), floats(dx), at(dx));
        } else {
            super.softmaxGradient(y, log, dy, dx);
        }
    }

    @Override
    public void layerNorm(Operand x, Operand w, Operand b, double eps, Operand y, Operand statistics) {
        if (summable(x) && plain(y)) {
            VectorNorm.apply(true, x, w, b, eps, y, statistics);
        } else {
            super.layerNorm(x, w, b, eps, y, statistics);
        }
    }

    @Override
    public void layerNormGradient(
            Operand x, Operand w, Operand statistics, Operand dy, Operand dx, Operand dw, Operand db) {
        if (summable(x) && plain(dy)) {
            VectorNormGradient.apply(true, x, w, statistics, dy, dx, dw, db);
        } else {
            super.layerNormGradient(x, w, statistics, dy, dx, dw, db);
        }
    }

    @Override
    public void rmsNorm(Operand x, Operand w, double eps, Operand y, Operand statistics) {
        if (summable(x) && plain(y)) {
            VectorNorm.apply(false, x, w, null, eps, y, statistics);
        } else {
            super.rmsNorm(x, w, eps, y, statistics);
        }
    }

    @Override
    public void rmsNormGradient(Operand x, Operand w, Operand statistics, Operand dy, Operand dx, Operand dw) {
        if (summable(x) && plain(dy)) {
            VectorNormGradient.apply(false, x, w, statistics, dy, dx, dw, null);
        } else {
            super.rmsNormGradient(x, w, statistics, dy, dx, dw);
        }
    }

    @Override
    public void embedding(Operand table, Operand ids, Operand y) {
        if (plain(table) && plainLongs(ids) && plain(y)) {
            VectorLookup.embedding(table, ids, y);
        } else {
            super.embedding(table, ids, y);
        }
    }

    @Override
    public void embeddingGradient(Operand ids, Operand dy, int paddingId, Operand dtable) {
        if (plainLongs(ids) && plain(dy) && plain(dtable)) {
            VectorLookup.embeddingGradient(ids, dy, paddingId, dtable);
        } else {
            super.embeddingGradient(ids, dy, paddingId, dtable);
        }
    }

    @Override
    public void gather(Operand x, Operand index, int axis, Operand y) {
        if (plain(x) && plainLongs(index) && plain(y) && VectorLookup.alike(x, index, axis)) {
            VectorLookup.gather(x, index, axis, y);
        } else {
            super.gather(x, index, axis, y);
        }
    }

    @Override
    public void scatter(Operand index, Operand source, int axis, boolean add, Operand y) {
        boolean whole = source.shape().equals(index.shape()) && VectorLookup.alike(y, index, axis);
        if (add && whole && plain(source) && plainLongs(index) && plain(y)) {
            VectorLookup.scatterAdd(index, source, axis, y);
        } else {
            super.scatter(index, source, axis, add, y);
        }
    }

    @Override
    public void crossEntropy(
            Operand logits, Operand target, long ignore, double smoothing, Operand loss, Operand logSumExp) {
        if (summable(logits) && plainLongs(target) && plain(loss)) {
            VectorLoss.crossEntropy(logits, target, ignore, smoothing, loss, logSumExp);
        } else {
            super.crossEntropy(logits, target, ignore, smoothing, loss, logSumExp);
        }
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
        if (summable(logits) && plainLongs(target) && plain(dlogits)) {
            VectorLoss.gradient(logits, target, ignore, smoothing, dloss, dlogits);
        } else {
            super.crossEntropyGradient(logits, target, ignore, smoothing, logSumExp, dloss, dlogits);
        }
    }

    @Override
    public double adamW(AdamStep step, double gradientScale, Operand theta, Operand g, Operand m, Operand v) {
        if (!summable(theta) || !plain(g) || !plain(m) || !plain(v)) {
            return super.adamW(step, gradientScale, theta, g, m, v);
        }
        theta.storage().changed();
        return VectorOptimisers.adamW(
                step,
                gradientScale,
                floats(theta),
                at(theta),
                floats(g),
                at(g),
                floats(m),
                at(m),
                floats(v),
                at(v),
                size(theta));
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
        if (!plain(theta) || !plain(g) || buffer != null && !plain(buffer)) {
            super.sgd(lr, weightDecay, momentum, dampening, nesterov, first, gradientScale, theta, g, buffer);
            return;
        }
        theta.storage().changed();
        VectorOptimisers.sgd(
                lr,
                weightDecay,
                momentum,
                dampening,
                nesterov,
                first,
                gradientScale,
                floats(theta),
                at(theta),
                floats(g),
                at(g),
                buffer == null ? null : floats(buffer),
                buffer == null ? 0 : at(buffer),
                size(theta));
    }

    @Override
    public void matmul(Operand a, Operand b, Operand y) {
        if (isFloat(a) && isFloat(b)) {
            VectorProducts.matmul(a, b, y);
        } else {
            super.matmul(a, b, y);
        }
    }

    @Override
    public void linear(Operand x, Operand w, Operand bias, UnaryFunction act, Operand residual, Operand y) {
        if (isFloat(x)) {
            VectorProducts.linear(x, w, bias, act, residual, y);
        } else {
            super.linear(x, w, bias, act, residual, y);
        }
    }

    @Override
    public void linear(Operand x, PackedMatrix w, Operand bias, UnaryFunction act, Operand residual, Operand y) {
        VectorProducts.linear(x, w, bias, act, residual, y);
    }

    @Override
    public void linearInputGradient(Operand dy, Operand w, Operand dx) {
        if (isFloat(dy)) {
            VectorProducts.linearInputGradient(dy, w, dx);
        } else {
            super.linearInputGradient(dy, w, dx);
        }
    }

    @Override
    public void linearInputGradient(Operand dy, PackedMatrix w, Operand dx) {
        VectorProducts.linearInputGradient(dy, w, dx);
    }

    @Override
    public void linearWeightGradient(Operand dy, Operand x, Operand dw) {
        if (isFloat(dy)) {
            VectorProducts.linearWeightGradient(dy, x, dw);
        } else {
            super.linearWeightGradient(dy, x, dw);
        }
    }

    @Override
    public PackedMatrix pack(String what, Operand w, MatrixFormat format) {
        return Constants.pack(what, w, format);
    }

    @Override
    public PackedMatrix packIntegers(String what, int k, MatrixFormat format, Operand numbers, Operand factors) {
        return Constants.packIntegers(what, k, format, numbers, factors);
    }

    @Override
    public void unpackIntegers(PackedMatrix w, Operand numbers, Operand factors) {
        Constants.unpackIntegers(w, numbers, factors);
    }

    @Override
    public void unpack(PackedMatrix w, Operand y) {
        Constants.unpack(w, y);
    }

    @Override
    public void embedding(PackedMatrix table, Operand ids, Operand y) {
        Constants.rows(table, ids, y);
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
        if (isFloat(q)) {
            VectorAttention.attention(spec, q, k, v, mask, bias, out, statistics);
        } else {
            super.attention(spec, q, k, v, mask, bias, out, statistics);
        }
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
        if (isFloat(q)) {
            VectorAttention.attentionGradient(
                    spec, q, k, v, mask, bias, out, statistics, dout, dq, dk, dv, dmask, dbias);
        } else {
            super.attentionGradient(spec, q, k, v, mask, bias, out, statistics, dout, dq, dk, dv, dmask, dbias);
        }
    }

    @Override
    public void attentionProbabilities(
            AttentionSpec spec, Operand q, Operand k, Operand mask, Operand bias, Operand probabilities) {
        if (isFloat(q)) {
            VectorAttention.attentionProbabilities(spec, q, k, mask, bias, probabilities);
        } else {
            super.attentionProbabilities(spec, q, k, mask, bias, probabilities);
        }
    }
}
