package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.AttentionScores.KEYS;
import static io.blip2j.core.backend.vector.AttentionScores.QUERIES;

import io.blip2j.core.backend.Operand;
import java.util.Arrays;

/// Gradients of attention, with the weights computed anew tile by tile.
///
/// With `f` the factor of dropout (1 without): `dp_ij = f_ij·(dout_i·v_j)`, `D_i = Σ_j p_ij·dp_ij = dout_i·out_i`,
/// `ds_ij = p_ij·(dp_ij - D_i)`, `dq_i = Σ_j scale·ds_ij·k_j`, `dk_j = Σ_i scale·ds_ij·q_i`,
/// `dv_j = Σ_i f_ij·p_ij·dout_i`, `dmask = ds`, `dbias` = sums of `ds` by distance: one table a sequence, added in
/// the order of the sequences.
///
/// Weights are `e^(s - statistic)` where that is accurate; where the statistic is large (a row whose keys all have
/// -10000 added), its rounding would spoil them, and maximum and sum are found anew.
///
/// **Source:** Dao et al., "FlashAttention" (2022), algorithm 4.
final class AttentionBackward extends AttentionPass {
    /// The largest statistic that weights are rebuilt from: one rounding of it is 2.4e-7, as of a weight itself.
    /// With 32 (2e-6) one gradient in some thousand left the tolerance of the golden data.
    private static final float LARGE_STATISTIC = 4;

    private final HeadRows v;
    private final HeadRows out;
    private final HeadRows dout;
    private final HeadRows dq;
    private final HeadRows dk;
    private final HeadRows dv;
    private final float[] statistics;
    private final int statisticsAt;
    private final Operand dmask;
    private final Operand dbias;
    private final float[] biasTables;

    AttentionBackward(
            AttentionScores scores,
            Operand v,
            Operand out,
            Operand statistics,
            Operand dout,
            Operand dq,
            Operand dk,
            Operand dv,
            Operand dmask,
            Operand dbias) {
        super(scores);
        this.v = HeadRows.of(v);
        this.out = HeadRows.of(out);
        this.dout = HeadRows.of(dout);
        this.dq = HeadRows.of(dq);
        this.dk = HeadRows.of(dk);
        this.dv = HeadRows.of(dv);
        this.statistics = statistics.storage().floats();
        statisticsAt = statistics.layout().offset();
        this.dmask = dmask;
        this.dbias = dbias;
        biasTables = dbias == null ? null : new float[scores.sequences * scores.heads * scores.distances()];
    }

    /// Computes all gradients.
    void compute() {
        if (scores.isRagged()) {
            clear(dq, scores.tgtSeq);
            clear(dk, scores.srcSeq);
            clear(dv, scores.srcSeq);
        }
        if (dmask != null) {
            int at = dmask.layout().offset();
            Arrays.fill(dmask.storage().floats(), at, at + dmask.shape().size(), 0f);
        }
        run();
        if (dbias != null) {
            sumBiasTables();
        }
    }

    private void sumBiasTables() {
        float[] table = dbias.storage().floats();
        int at = dbias.layout().offset();
        int size = scores.heads * scores.distances();
        Arrays.fill(table, at, at + size, 0f);
        for (int s = 0; s < scores.sequences; s++) {
            for (int i = 0; i < size; i++) {
                table[at + i] += biasTables[s * size + i];
            }
        }
    }

    private void clear(HeadRows rows, int count) {
        if (rows != null) {
            rows.clear(1, scores.heads, count);
        }
    }

    @Override
    void pair(int s, int head, Scratch scratch) {
        int queries = scores.queries(s);
        int keys = scores.keys(s);
        int keySize = keys * scores.k.padded();
        int valueSize = keys * v.padded();
        float[] keySums = scratch.floats(Scratch.Use.KEY_SUMS, keySize);
        float[] valueSums = scratch.floats(Scratch.Use.VALUE_SUMS, valueSize);
        Arrays.fill(keySums, 0, keySize, 0f);
        Arrays.fill(valueSums, 0, valueSize, 0f);
        for (int first = 0; first < queries; first += QUERIES) {
            block(s, head, first, Math.min(QUERIES, queries - first), keySums, valueSums, scratch);
        }
        int firstKey = scores.firstKey(s);
        if (dk != null) {
            dk.put(scores.batch(s), head, firstKey, keys, keySums);
        }
        if (dv != null) {
            dv.put(scores.batch(s), head, firstKey, keys, valueSums);
        }
    }

    private void block(int s, int head, int first, int rows, float[] keySums, float[] valueSums, Scratch scratch) {
        OnlineSoftmax softmax = scratch.softmax();
        RightFactor.Block block = scratch.block();
        int batch = scores.batch(s);
        int firstRow = scores.firstQuery(s) + first;
        int width = scores.k.padded();
        float[] turned = scratch.floats(Scratch.Use.QUERIES, scores.headDim * QUERIES);
        float[] turnedGradient = scratch.floats(Scratch.Use.OUTPUT_GRADIENT, v.dim() * QUERIES);
        float[] tile = scratch.floats(Scratch.Use.SCORES, KEYS * QUERIES);
        float[] gradient = scratch.floats(Scratch.Use.SCORE_GRADIENT, KEYS * QUERIES);
        float[] visible = scratch.floats(Scratch.Use.VISIBLE, QUERIES);
        float[] querySums = scratch.floats(Scratch.Use.SUMS, Math.max(QUERIES * width, v.dim() * QUERIES));
        scores.q.turn(batch, head, firstRow, rows, scores.spec().scale(), turned);
        dout.turn(batch, head, firstRow, rows, 1, turnedGradient);
        int keys = scores.visible(s, first, rows, visible);
        float[] means = scratch.floats(Scratch.Use.LANES, QUERIES);
        if (keys > KEYS) {
            out.turn(batch, head, firstRow, rows, 1, querySums);
            VectorRows.dotLanes(turnedGradient, querySums, v.dim(), means);
        }
        normalise(s, head, first, rows, keys, turned, visible, tile, softmax, scratch);
        for (int from = 0; from < keys; from += KEYS) {
            int count = Math.min(KEYS, keys - from);
            scores.tile(s, head, first, rows, from, count, turned, visible, tile);
            softmax.weights(tile, count, rows);
            int value = v.at(batch, head, scores.firstKey(s) + from);
            RowTiles.scores(count, v.array(), value, v.rowStride(), turnedGradient, v.dim(), rows, gradient);
            values(s, head, first, rows, from, count, tile, gradient, valueSums, block, scratch);
            if (keys <= KEYS) {
                VectorRows.dotLanes(tile, gradient, count, means);
            }
            scoreGradient(s, head, first, rows, from, count, tile, gradient, means);
            if (dk != null) {
                scores.q.block(batch, head, firstRow, rows, scratch, Scratch.Use.SPARE, block);
                RowTiles.overQueries(count, tile, rows, block, width, keySums, from * width);
            }
            if (dq != null) {
                scores.k.block(batch, head, scores.firstKey(s) + from, count, scratch, Scratch.Use.SPARE, block);
                RowTiles.overKeys(rows, tile, count, block, width, querySums, from > 0);
            }
        }
        if (dq != null) {
            if (keys == 0) {
                Arrays.fill(querySums, 0, rows * width, 0f);
            }
            dq.put(batch, head, firstRow, rows, querySums);
        }
    }

    /// Makes maximum and sum of each row known to `softmax`.
    private void normalise(
            int s,
            int head,
            int first,
            int rows,
            int keys,
            float[] turned,
            float[] visible,
            float[] tile,
            OnlineSoftmax softmax,
            Scratch scratch) {
        float[] known = scratch.floats(Scratch.Use.EDGE, QUERIES);
        int at = statisticsAt + scores.statistic(s, head, first);
        boolean accurate = true;
        for (int i = 0; i < rows; i++) {
            known[i] = statistics[at + i];
            accurate &= Math.abs(known[i]) < LARGE_STATISTIC;
        }
        if (accurate) {
            Arrays.fill(known, rows, QUERIES, 0f);
            softmax.known(known);
        } else {
            scores.normalise(s, head, first, rows, keys, turned, visible, tile, softmax);
        }
    }

    /// Dropout on the gradient of the weights, and the gradient of a tile's values.
    private void values(
            int s,
            int head,
            int first,
            int rows,
            int from,
            int count,
            float[] tile,
            float[] gradient,
            float[] valueSums,
            RightFactor.Block block,
            Scratch scratch) {
        float[] dropped = tile;
        if (scores.spec().dropout() > 0) {
            dropped = scratch.floats(Scratch.Use.DROPPED, KEYS * QUERIES);
            scores.dropout(s, head, first, rows, from, count, dropped);
            VectorRows.multiply(gradient, dropped, count * QUERIES);
            VectorRows.multiply(dropped, tile, count * QUERIES);
        }
        if (dv != null) {
            int firstRow = scores.firstQuery(s) + first;
            dout.block(scores.batch(s), head, firstRow, rows, scratch, Scratch.Use.SPARE, block);
            RowTiles.overQueries(count, dropped, rows, block, v.padded(), valueSums, from * v.padded());
        }
    }

    /// Turns the weights in `tile` into `scale·ds`, and hands `ds` on to mask and bias.
    private void scoreGradient(
            int s, int head, int first, int rows, int from, int count, float[] tile, float[] gradient, float[] means) {
        float scale = scores.spec().scale();
        if (dmask == null && dbias == null) {
            VectorRows.softmaxGradient(tile, gradient, count, means, scale);
            return;
        }
        VectorRows.softmaxGradient(tile, gradient, count, means, 1);
        if (dmask != null) {
            float[] all = dmask.storage().floats();
            int start = dmask.layout().offset()
                    + scores.statistic(s, head, first) * scores.srcSeq
                    + scores.firstKey(s)
                    + from;
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < count; j++) {
                    all[start + i * scores.srcSeq + j] = tile[j * QUERIES + i];
                }
            }
        }
        if (dbias != null) {
            int table = s * scores.heads * scores.distances();
            scores.addBiasGradient(s, head, first, rows, from, count, tile, biasTables, table);
        }
        VectorRows.scale(tile, 0, count * QUERIES, scale);
    }
}
