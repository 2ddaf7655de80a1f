package io.blip2j.core.backend.scalar;

import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.shape.DType;

/// The weights of one attention, row by row: `p_j = softmax_j(q_i·k_j·scale + mask_ij + bias[place_j - place_i])`.
///
/// It also knows where rows lie. In a regular batch row `i` of sequence `s`, head `h` is row `(s·heads +
/// h)·tgtSeq + i` of `q`; in a ragged one all sequences share a batch of size 1, and it is row `h·tgtSeq +
/// queryStart[s] + i`.
final class ScalarAttentionWeights {
    final int sequences;
    final int heads;
    final int tgtSeq;
    final int srcSeq;
    final int headDim;
    final double[] q;
    final double[] k;
    private final AttentionSpec spec;
    private final AttentionSpec.Sequences ragged;
    private final double[] mask;
    private final boolean maskIsBool;
    private final double[] bias;
    private final int distances;

    ScalarAttentionWeights(AttentionSpec spec, Operand q, Operand k, Operand mask, Operand bias) {
        this.spec = spec;
        this.ragged = spec.sequences();
        sequences = spec.sequenceCount(q.shape().dim(0));
        heads = q.shape().dim(1);
        tgtSeq = q.shape().dim(2);
        srcSeq = k.shape().dim(2);
        headDim = q.shape().dim(3);
        this.q = Values.read(q);
        this.k = Values.read(k);
        this.mask = Values.readOptional(mask);
        maskIsBool = mask != null && mask.dtype() == DType.BOOL;
        this.bias = Values.readOptional(bias);
        distances = bias == null ? 0 : bias.shape().dim(1);
    }

    /// Number of query rows of a sequence.
    int queries(int s) {
        return ragged == null ? tgtSeq : ragged.queryLength()[s];
    }

    /// How many keys row `i` of sequence `s` looks at, from the sequence's first one.
    int keys(int s, int i) {
        return StrictMath.max(0, spec.visible(s, i, srcSeq));
    }

    /// Number of a query row among all rows of `q`.
    int queryRow(int s, int head, int i) {
        return ragged == null ? (s * heads + head) * tgtSeq + i : head * tgtSeq + ragged.queryStart()[s] + i;
    }

    /// Number of a key row among all rows of `k`.
    int keyRow(int s, int head, int j) {
        return ragged == null ? (s * heads + head) * srcSeq + j : head * srcSeq + ragged.keyStart()[s] + j;
    }

    /// Place of a score in `[batch, heads, tgtSeq, srcSeq]`.
    int scorePlace(int s, int head, int i, int j) {
        int key = ragged == null ? j : ragged.keyStart()[s] + j;
        return queryRow(s, head, i) * srcSeq + key;
    }

    /// Place in `bias` of what is added to a score.
    int biasPlace(int s, int head, int i, int j) {
        int query = ragged == null ? i : ragged.queryStart()[s] + i;
        int key = ragged == null ? j : ragged.keyStart()[s] + j;
        AttentionSpec.Distances places = spec.distances();
        return head * distances + places.keyPlace()[key] - places.queryPlace()[query] + places.zero();
    }

    /// The weights of one row, `weights[0 .. keys-1]`; 0 where the row sees no key.
    /// @return the logarithm of the sum of exponentials of its scores
    double row(int s, int head, int i, double[] weights) {
        int keys = keys(s, i);
        for (int j = 0; j < keys; j++) {
            weights[j] = score(s, head, i, j);
        }
        return ScalarSoftmax.normalise(weights, 0, keys);
    }

    private double score(int s, int head, int i, int j) {
        if (maskIsBool && mask[scorePlace(s, head, i, j)] == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        int query = queryRow(s, head, i) * headDim;
        int key = keyRow(s, head, j) * headDim;
        double score = 0;
        for (int d = 0; d < headDim; d++) {
            score += q[query + d] * k[key + d];
        }
        score *= spec.scale();
        if (mask != null && !maskIsBool) {
            score += mask[scorePlace(s, head, i, j)];
        }
        return bias == null ? score : score + bias[biasPlace(s, head, i, j)];
    }

    /// What dropout multiplies the weights of one row with: 0 or `1/(1 - p)`. Elements of a sample count through its
    /// own rows and keys, `(head·queries + i)·keys + j`, so a ragged sequence drops what it would drop alone.
    void dropout(int s, int head, int i, double[] factors) {
        int keys = keys(s, i);
        if (spec.dropout() == 0) {
            java.util.Arrays.fill(factors, 0, keys, 1);
            return;
        }
        int width = ragged == null ? srcSeq : ragged.keyLength()[s];
        int first = (head * queries(s) + i) * width;
        ScalarDropout.factors(spec.dropout(), spec.key(), s, first, factors, keys);
    }
}
