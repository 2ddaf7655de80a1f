package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.Operand;

/// The attention kernels of [io.blip2j.core.backend.Kernels].
final class VectorAttention {
    private VectorAttention() {}

    /// `out = softmax(q·kᵀ·scale + mask + bias)·v`.
    static void attention(
            AttentionSpec spec,
            Operand q,
            Operand k,
            Operand v,
            Operand mask,
            Operand bias,
            Operand out,
            Operand statistics) {
        AttentionScores scores = new AttentionScores(spec, q, k, mask, bias);
        HeadRows outRows = HeadRows.of(out);
        if (scores.isRagged()) {
            outRows.clear(1, scores.heads, scores.tgtSeq);
        }
        float[] logSums = statistics == null ? null : statistics.storage().floats();
        int at = statistics == null ? 0 : statistics.layout().offset();
        new AttentionForward(scores, HeadRows.of(v), outRows, logSums, at).run();
    }

    /// Gradients of [#attention].
    static void attentionGradient(
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
        AttentionScores scores = new AttentionScores(spec, q, k, mask, bias);
        new AttentionBackward(scores, v, out, statistics, dout, dq, dk, dv, dmask, dbias).compute();
    }

    /// The weights, without dropout.
    static void attentionProbabilities(
            AttentionSpec spec, Operand q, Operand k, Operand mask, Operand bias, Operand probabilities) {
        AttentionScores scores = new AttentionScores(spec, q, k, mask, bias);
        new AttentionWeights(
                        scores,
                        probabilities.storage().floats(),
                        probabilities.layout().offset())
                .run();
    }
}
