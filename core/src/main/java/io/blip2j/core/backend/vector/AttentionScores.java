package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Layout;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Scores of one attention in tiles `[keys][32]`: a lane holds a query, so that maxima and sums over keys never cross
/// lanes, and a row's numbers come out the same whichever block of rows it is computed in.
///
/// `s[j, i] = Σ_d k[j, d]·(scale·q[i, d]) + mask[i, j] + bias[h, place_j - place_i]`, -inf where row `i` does not see
/// key `j`; the sum over `d` is one chain.
final class AttentionScores {
    /// Queries of a block, one a lane.
    static final int QUERIES = Gemm.WIDTH;

    /// Keys of a tile.
    static final int KEYS = 64;

    final int sequences;
    final int heads;
    final int tgtSeq;
    final int srcSeq;
    final int headDim;
    final HeadRows q;
    final HeadRows k;
    private final AttentionSpec spec;
    private final AttentionSpec.Sequences ragged;
    private final Layout maskLayout;
    private final byte[] flags;
    private final float[] added;
    private final float[] bias;
    private final int biasAt;
    private final int distances;

    AttentionScores(AttentionSpec spec, Operand q, Operand k, Operand mask, Operand bias) {
        this.spec = spec;
        ragged = spec.sequences();
        sequences = spec.sequenceCount(q.shape().dim(0));
        heads = q.shape().dim(1);
        tgtSeq = q.shape().dim(2);
        srcSeq = k.shape().dim(2);
        headDim = q.shape().dim(3);
        this.q = HeadRows.of(q);
        this.k = HeadRows.of(k);
        boolean isBool = mask != null && mask.dtype() == DType.BOOL;
        maskLayout = mask == null ? null : mask.layout();
        flags = isBool ? mask.storage().bytes() : null;
        added = mask == null || isBool ? null : mask.storage().floats();
        this.bias = bias == null ? null : bias.storage().floats();
        biasAt = bias == null ? 0 : bias.layout().offset();
        distances = bias == null ? 0 : bias.shape().dim(1);
    }

    AttentionSpec spec() {
        return spec;
    }

    boolean isRagged() {
        return ragged != null;
    }

    /// Distances of the bias table, 0 without one.
    int distances() {
        return distances;
    }

    /// Index of a sequence in the batch axis of the operands.
    int batch(int s) {
        return ragged == null ? s : 0;
    }

    /// Query rows of a sequence.
    int queries(int s) {
        return ragged == null ? tgtSeq : ragged.queryLength()[s];
    }

    /// Keys of a sequence, seen or not.
    int keys(int s) {
        return ragged == null ? srcSeq : ragged.keyLength()[s];
    }

    /// Row of the operands that a sequence's first query is.
    int firstQuery(int s) {
        return ragged == null ? 0 : ragged.queryStart()[s];
    }

    /// Row of the operands that a sequence's first key is.
    int firstKey(int s) {
        return ragged == null ? 0 : ragged.keyStart()[s];
    }

    /// Fills `visible[i]` with how many keys row `first + i` sees, which never falls as `i` grows; lanes beyond
    /// `count` are as the last.
    /// @return the largest
    int visible(int s, int first, int count, float[] visible) {
        int seen = 0;
        for (int i = 0; i < count; i++) {
            seen = Math.max(0, spec.visible(s, first + i, srcSeq));
            visible[i] = seen;
        }
        Arrays.fill(visible, count, QUERIES, seen);
        return seen;
    }

    /// Place of a row's logarithm of the sum in `[sequences, heads, tgtSeq]` or, ragged, `[heads, tgtSeq]`.
    int statistic(int s, int head, int query) {
        return (batch(s) * heads + head) * tgtSeq + firstQuery(s) + query;
    }

    /// Goes over all `keys` keys that a block sees, so that `softmax` can give final weights.
    void normalise(
            int s,
            int head,
            int first,
            int rows,
            int keys,
            float[] turned,
            float[] visible,
            float[] scores,
            OnlineSoftmax softmax) {
        softmax.start();
        for (int from = 0; from < keys; from += KEYS) {
            int count = Math.min(KEYS, keys - from);
            tile(s, head, first, rows, from, count, turned, visible, scores);
            softmax.tile(scores, count, rows);
        }
        softmax.finish();
    }

    /// Scores of keys `from .. from+count-1` with a block of `rows` queries, turned round and scaled in `turned`.
    void tile(
            int s,
            int head,
            int first,
            int rows,
            int from,
            int count,
            float[] turned,
            float[] visible,
            float[] scores) {
        int key = k.at(batch(s), head, firstKey(s) + from);
        RowTiles.scores(count, k.array(), key, k.rowStride(), turned, headDim, rows, scores);
        if (maskLayout != null) {
            mask(s, head, first, rows, from, count, scores);
        }
        if (bias != null) {
            addBias(s, head, first, rows, from, count, scores);
        }
        hide(rows, from, count, visible, scores);
    }

    /// -inf for keys that a row does not see.
    private static void hide(int rows, int from, int count, float[] visible, float[] scores) {
        for (int j = 0; j < rows; j += Lanes.COUNT) {
            FloatVector seen = FloatVector.fromArray(Lanes.FLOATS, visible, j);
            for (int key = Math.max(0, (int) visible[j] - from); key < count; key++) {
                int place = key * QUERIES + j;
                VectorMask<Float> hidden = seen.compare(VectorOperators.LE, (float) (from + key));
                FloatVector.fromArray(Lanes.FLOATS, scores, place)
                        .blend(Float.NEGATIVE_INFINITY, hidden)
                        .intoArray(scores, place);
            }
        }
    }

    private void mask(int s, int head, int first, int rows, int from, int count, float[] scores) {
        int row = maskLayout.stride(2);
        int column = maskLayout.stride(3);
        int start = maskLayout.offset()
                + batch(s) * maskLayout.stride(0)
                + head * maskLayout.stride(1)
                + (firstQuery(s) + first) * row
                + (firstKey(s) + from) * column;
        for (int i = 0; i < rows; i++) {
            int at = start + i * row;
            for (int j = 0; j < count; j++) {
                int place = j * QUERIES + i;
                if (added != null) {
                    scores[place] += added[at + j * column];
                } else if (flags[at + j * column] == 0) {
                    scores[place] = Float.NEGATIVE_INFINITY;
                }
            }
        }
    }

    private void addBias(int s, int head, int first, int rows, int from, int count, float[] scores) {
        int[] keyPlace = spec.distances().keyPlace();
        for (int i = 0; i < rows; i++) {
            int at = biasAt + biasRow(s, head, first + i);
            for (int j = 0; j < count; j++) {
                scores[j * QUERIES + i] += bias[at + keyPlace[firstKey(s) + from + j]];
            }
        }
    }

    /// Place in `[heads, distances]` that a query's keys count from.
    private int biasRow(int s, int head, int query) {
        AttentionSpec.Distances places = spec.distances();
        return head * distances + places.zero() - places.queryPlace()[firstQuery(s) + query];
    }

    /// Adds the gradient of a tile of scores to that of the bias table.
    void addBiasGradient(
            int s, int head, int first, int rows, int from, int count, float[] scoreGradient, float[] table, int at) {
        int[] keyPlace = spec.distances().keyPlace();
        for (int i = 0; i < rows; i++) {
            int place = at + biasRow(s, head, first + i);
            for (int j = 0; j < count; j++) {
                table[place + keyPlace[firstKey(s) + from + j]] += scoreGradient[j * QUERIES + i];
            }
        }
    }

    /// Factors of dropout for a tile: 0, or `1/(1 - p)` where the Philox number of a weight is `>= p`.
    void dropout(int s, int head, int first, int rows, int from, int count, float[] factors) {
        float keep = (float) (1 / (1 - (double) spec.dropout()));
        int threshold = VectorDropout.threshold(spec.dropout());
        int[] words = Workspace.mine().words(VectorDropout.room(count));
        Arrays.fill(factors, 0, count * QUERIES, 0f);
        for (int i = 0; i < rows; i++) {
            int element = (head * queries(s) + first + i) * keys(s) + from;
            int skipped = element & 3;
            VectorDropout.words(spec.key(), s, element >>> 2, skipped + count, words);
            for (int j = 0; j < count; j++) {
                factors[j * QUERIES + i] = words[skipped + j] >>> 8 >= threshold ? keep : 0;
            }
        }
    }
}
