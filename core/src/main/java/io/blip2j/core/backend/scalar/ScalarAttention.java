package io.blip2j.core.backend.scalar;

import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.Operand;

/// Attention: `out_i = Σ_j p_ij · v_j` with the weights `p` of [ScalarAttentionWeights], one row at a time.
///
/// **Source:** Vaswani et al., "Attention Is All You Need" (2017), equation 1; dropout falls on the weights,
/// after the softmax.
final class ScalarAttention {
    private ScalarAttention() {}

    /// `out[s, h, i] = Σ_j p_ij · keep_ij/(1 - dropout) · v[s, h, j]`; a row that sees no key gives 0.
    static void attention(
            AttentionSpec spec,
            Operand q,
            Operand k,
            Operand v,
            Operand mask,
            Operand bias,
            Operand out,
            Operand statistics) {
        ScalarAttentionWeights rows = new ScalarAttentionWeights(spec, q, k, mask, bias);
        double[] values = Values.read(v);
        int valueDim = v.shape().dim(3);
        double[] result = new double[out.shape().size()];
        double[] logSums = new double[q.shape().dim(0) * rows.heads * rows.tgtSeq];
        double[] weights = new double[rows.srcSeq];
        double[] keep = new double[rows.srcSeq];
        for (int s = 0; s < rows.sequences; s++) {
            for (int h = 0; h < rows.heads; h++) {
                for (int i = 0; i < rows.queries(s); i++) {
                    int row = rows.queryRow(s, h, i);
                    logSums[row] = rows.row(s, h, i, weights);
                    rows.dropout(s, h, i, keep);
                    for (int j = 0; j < rows.keys(s, i); j++) {
                        int value = rows.keyRow(s, h, j) * valueDim;
                        for (int d = 0; d < valueDim; d++) {
                            result[row * valueDim + d] += weights[j] * keep[j] * values[value + d];
                        }
                    }
                }
            }
        }
        Values.write(result, out);
        Values.writeOptional(logSums, statistics);
    }

    /// With `w = p·keep/(1 - dropout)` and `dp_ij = keep_ij/(1 - dropout) · (dout_i · v_j)`:
    /// `ds_ij = p_ij · (dp_ij - Σ_j p_ij·dp_ij)`, `dv_j = Σ_i w_ij·dout_i`, `dq_i = scale·Σ_j ds_ij·k_j`,
    /// `dk_j = scale·Σ_i ds_ij·q_i`, `dmask = ds`, `dbias` = the sum of `ds` over all pairs of one distance.
    ///
    /// The weights are computed anew: rebuilt from a stored logarithm of a sum, they would carry its rounding,
    /// which is large where a mask adds -10000 or the least number there is.
    static void attentionGradient(
            AttentionSpec spec,
            Operand q,
            Operand k,
            Operand v,
            Operand mask,
            Operand bias,
            Operand dout,
            Operand dq,
            Operand dk,
            Operand dv,
            Operand dmask,
            Operand dbias) {
        ScalarAttentionWeights rows = new ScalarAttentionWeights(spec, q, k, mask, bias);
        double[] values = Values.read(v);
        double[] upstream = Values.read(dout);
        int valueDim = v.shape().dim(3);
        double[] queryGradient = new double[q.shape().size()];
        double[] keyGradient = new double[k.shape().size()];
        double[] valueGradient = new double[v.shape().size()];
        double[] maskGradient = new double[dmask == null ? 0 : dmask.shape().size()];
        double[] biasGradient = new double[dbias == null ? 0 : dbias.shape().size()];
        double[] weights = new double[rows.srcSeq];
        double[] keep = new double[rows.srcSeq];
        double[] weightGradient = new double[rows.srcSeq];
        for (int s = 0; s < rows.sequences; s++) {
            for (int h = 0; h < rows.heads; h++) {
                for (int i = 0; i < rows.queries(s); i++) {
                    int keys = rows.keys(s, i);
                    int outRow = rows.queryRow(s, h, i) * valueDim;
                    int queryRow = rows.queryRow(s, h, i) * rows.headDim;
                    rows.row(s, h, i, weights);
                    rows.dropout(s, h, i, keep);
                    double total = 0;
                    for (int j = 0; j < keys; j++) {
                        int valueRow = rows.keyRow(s, h, j) * valueDim;
                        double dot = 0;
                        for (int d = 0; d < valueDim; d++) {
                            valueGradient[valueRow + d] += weights[j] * keep[j] * upstream[outRow + d];
                            dot += upstream[outRow + d] * values[valueRow + d];
                        }
                        weightGradient[j] = keep[j] * dot;
                        total += weights[j] * weightGradient[j];
                    }
                    for (int j = 0; j < keys; j++) {
                        int keyRow = rows.keyRow(s, h, j) * rows.headDim;
                        double scoreGradient = weights[j] * (weightGradient[j] - total);
                        for (int d = 0; d < rows.headDim; d++) {
                            queryGradient[queryRow + d] += spec.scale() * scoreGradient * rows.k[keyRow + d];
                            keyGradient[keyRow + d] += spec.scale() * scoreGradient * rows.q[queryRow + d];
                        }
                        if (dmask != null) {
                            maskGradient[rows.scorePlace(s, h, i, j)] = scoreGradient;
                        }
                        if (dbias != null) {
                            biasGradient[rows.biasPlace(s, h, i, j)] += scoreGradient;
                        }
                    }
                }
            }
        }
        Values.writeOptional(queryGradient, dq);
        Values.writeOptional(keyGradient, dk);
        Values.writeOptional(valueGradient, dv);
        Values.writeOptional(maskGradient, dmask);
        Values.writeOptional(biasGradient, dbias);
    }

    /// `probabilities[s, h, i, j] = p_ij`, 0 where row `i` does not see key `j`; a regular batch.
    static void attentionProbabilities(
            AttentionSpec spec, Operand q, Operand k, Operand mask, Operand bias, Operand probabilities) {
        ScalarAttentionWeights rows = new ScalarAttentionWeights(spec, q, k, mask, bias);
        double[] result = new double[probabilities.shape().size()];
        double[] weights = new double[rows.srcSeq];
        for (int s = 0; s < rows.sequences; s++) {
            for (int h = 0; h < rows.heads; h++) {
                for (int i = 0; i < rows.queries(s); i++) {
                    rows.row(s, h, i, weights);
                    System.arraycopy(weights, 0, result, rows.scorePlace(s, h, i, 0), rows.keys(s, i));
                }
            }
        }
        Values.write(result, probabilities);
    }
}
