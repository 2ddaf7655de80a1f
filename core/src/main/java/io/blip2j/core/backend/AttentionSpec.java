package io.blip2j.core.backend;

import io.blip2j.core.random.RandomKey;

/// Everything about one attention but its tensors.
///
/// Which keys row `i` of sequence `s` may see (all of these at once):
/// - key `j` with `j < keyLengths[s]`, where lengths are given;
/// - if `causal`, key `j` with `j < max(prefix, i + past + 1)`: with `past = 0` a row sees itself and earlier ones,
///   `past` counts the cached keys before row 0, and the first `prefix` keys are seen by every row;
/// - whatever the mask operand lets through.
///
/// @param scale factor of `q·kᵀ`, before mask and bias
/// @param causal whether later keys are hidden
/// @param past keys that precede row 0, when causal
/// @param prefix keys that every row sees, when causal
/// @param keyLengths number of keys of each sequence, or null for all
/// @param sequences rows of a ragged batch, or null for a regular `[batch, heads, seq, headDim]`
/// @param distances places of queries and keys for a bias by distance, or null
/// @param dropout probability of dropping a weight, 0 for none
/// @param key which random numbers dropout takes; element `(head·tgtSeq + i)·srcSeq + j` of sample `s`
public record AttentionSpec(
        float scale,
        boolean causal,
        int past,
        int prefix,
        int[] keyLengths,
        Sequences sequences,
        Distances distances,
        float dropout,
        RandomKey key) {

    /// Attention of every row to every key.
    public static AttentionSpec full(float scale) {
        return new AttentionSpec(scale, false, 0, 0, null, null, null, 0, null);
    }

    /// Attention of row `i` to keys `0 .. i + past`.
    public static AttentionSpec causal(float scale, int past) {
        return new AttentionSpec(scale, true, past, 0, null, null, null, 0, null);
    }

    public AttentionSpec withPrefix(int keys) {
        return new AttentionSpec(scale, causal, past, keys, keyLengths, sequences, distances, dropout, key);
    }

    public AttentionSpec withKeyLengths(int[] lengths) {
        return new AttentionSpec(scale, causal, past, prefix, lengths, sequences, distances, dropout, key);
    }

    public AttentionSpec withSequences(Sequences ragged) {
        return new AttentionSpec(scale, causal, past, prefix, keyLengths, ragged, distances, dropout, key);
    }

    public AttentionSpec withDistances(Distances places) {
        return new AttentionSpec(scale, causal, past, prefix, keyLengths, sequences, places, dropout, key);
    }

    public AttentionSpec withDropout(float probability, RandomKey numbers) {
        return new AttentionSpec(scale, causal, past, prefix, keyLengths, sequences, distances, probability, numbers);
    }

    /// Rows of a ragged batch: q, k, v, out then have batch size 1 and all sequences' rows behind one another.
    /// Sequence `s` has query rows `queryStart[s] .. +queryLength[s]` and keys `keyStart[s] .. +keyLength[s]`; when
    /// causal, its last row sees all its keys (`past = keyLength[s] - queryLength[s]`, the spec's own is ignored).
    public record Sequences(int[] queryStart, int[] queryLength, int[] keyStart, int[] keyLength) {
        /// Number of sequences.
        public int count() {
            return queryStart.length;
        }
    }

    /// Bias by distance: score `(i, j)` of head `h` gets `bias[h, keyPlace[j] - queryPlace[i] + zero]`. Places are
    /// by row of the operands (`[tgtSeq]`, `[srcSeq]`); the bias operand is `[heads, distances]`.
    public record Distances(int[] queryPlace, int[] keyPlace, int zero) {}

    /// Number of sequences, for a batch of the given size.
    public int sequenceCount(int batch) {
        return sequences == null ? batch : sequences.count();
    }

    /// How many keys row `i` of sequence `s` may see at most: keys `0 .. result-1` counted from its first key.
    public int visible(int s, int i, int srcSeq) {
        int length = sequences != null ? sequences.keyLength()[s] : srcSeq;
        if (keyLengths != null) {
            length = Math.min(length, keyLengths[s]);
        }
        if (!causal) {
            return length;
        }
        int before = sequences != null ? length - sequences.queryLength()[s] : past;
        return Math.min(length, Math.max(prefix, i + before + 1));
    }
}
