package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.AttentionScores.KEYS;
import static io.blip2j.core.backend.vector.AttentionScores.QUERIES;

import java.util.Arrays;

/// The weights `p_ij` themselves, `[batch, heads, tgtSeq, srcSeq]`: once over the keys for maxima and sums, once more
/// for the weights.
final class AttentionWeights extends AttentionPass {
    private final float[] out;
    private final int outAt;

    AttentionWeights(AttentionScores scores, float[] out, int outAt) {
        super(scores);
        this.out = out;
        this.outAt = outAt;
    }

    @Override
    void pair(int s, int head, Scratch scratch) {
        OnlineSoftmax softmax = scratch.softmax();
        float[] turned = scratch.floats(Scratch.Use.QUERIES, scores.headDim * QUERIES);
        float[] tile = scratch.floats(Scratch.Use.SCORES, KEYS * QUERIES);
        float[] visible = scratch.floats(Scratch.Use.VISIBLE, QUERIES);
        for (int first = 0; first < scores.tgtSeq; first += QUERIES) {
            int rows = Math.min(QUERIES, scores.tgtSeq - first);
            scores.q.turn(s, head, first, rows, scores.spec().scale(), turned);
            int keys = scores.visible(s, first, rows, visible);
            scores.normalise(s, head, first, rows, keys, turned, visible, tile, softmax);
            int start = outAt + ((s * scores.heads + head) * scores.tgtSeq + first) * scores.srcSeq;
            Arrays.fill(out, start, start + rows * scores.srcSeq, 0f);
            for (int from = 0; from < keys; from += KEYS) {
                int count = Math.min(KEYS, keys - from);
                scores.tile(s, head, first, rows, from, count, turned, visible, tile);
                softmax.weights(tile, count, rows);
                for (int i = 0; i < rows; i++) {
                    for (int j = 0; j < count; j++) {
                        out[start + i * scores.srcSeq + from + j] = tile[j * QUERIES + i];
                    }
                }
            }
        }
    }
}
