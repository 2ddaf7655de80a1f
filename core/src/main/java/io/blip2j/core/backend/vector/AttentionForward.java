package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.AttentionScores.KEYS;
import static io.blip2j.core.backend.vector.AttentionScores.QUERIES;

import java.util.Arrays;

/// `out_i = Σ_j p_ij·v_j`: blocks of 32 queries go over tiles of 64 keys; a tile's weights are multiplied with its
/// values before the next tile is looked at, so that scores are never stored whole.
///
/// **Source:** Dao et al., "FlashAttention" (2022), algorithm 1, with queries in the outer loop.
final class AttentionForward extends AttentionPass {
    private final HeadRows v;
    private final HeadRows out;
    private final float[] statistics;
    private final int statisticsAt;

    AttentionForward(AttentionScores scores, HeadRows v, HeadRows out, float[] statistics, int statisticsAt) {
        super(scores);
        this.v = v;
        this.out = out;
        this.statistics = statistics;
        this.statisticsAt = statisticsAt;
    }

    @Override
    void pair(int s, int head, Scratch scratch) {
        int queries = scores.queries(s);
        for (int first = 0; first < queries; first += QUERIES) {
            block(s, head, first, Math.min(QUERIES, queries - first), scratch);
        }
    }

    private void block(int s, int head, int first, int rows, Scratch scratch) {
        OnlineSoftmax softmax = scratch.softmax();
        RightFactor.Block values = scratch.block();
        int batch = scores.batch(s);
        int firstRow = scores.firstQuery(s) + first;
        int width = v.padded();
        float[] turned = scratch.floats(Scratch.Use.QUERIES, scores.headDim * QUERIES);
        float[] tile = scratch.floats(Scratch.Use.SCORES, KEYS * QUERIES);
        float[] sums = scratch.floats(Scratch.Use.SUMS, QUERIES * width);
        float[] visible = scratch.floats(Scratch.Use.VISIBLE, QUERIES);
        scores.q.turn(batch, head, firstRow, rows, scores.spec().scale(), turned);
        int keys = scores.visible(s, first, rows, visible);
        softmax.start();
        for (int from = 0; from < keys; from += KEYS) {
            int count = Math.min(KEYS, keys - from);
            scores.tile(s, head, first, rows, from, count, turned, visible, tile);
            softmax.tile(tile, count, rows);
            if (scores.spec().dropout() > 0) {
                float[] factors = scratch.floats(Scratch.Use.DROPPED, KEYS * QUERIES);
                scores.dropout(s, head, first, rows, from, count, factors);
                VectorRows.multiply(tile, factors, count * QUERIES);
            }
            if (from > 0) {
                VectorRows.scaleRows(sums, rows, width, softmax.factor());
            }
            v.block(batch, head, scores.firstKey(s) + from, count, scratch, Scratch.Use.SPARE, values);
            RowTiles.overKeys(rows, tile, count, values, width, sums, from > 0);
        }
        if (keys == 0) {
            Arrays.fill(sums, 0, rows * width, 0f);
        }
        softmax.finish();
        VectorRows.scaleRows(sums, rows, width, softmax.factor());
        out.put(batch, head, firstRow, rows, sums);
        if (statistics != null) {
            float[] logSums = scratch.floats(Scratch.Use.LANES, QUERIES);
            softmax.logSum(logSums);
            System.arraycopy(logSums, 0, statistics, statisticsAt + scores.statistic(s, head, first), rows);
        }
    }
}
