package io.blip2j.blip2.t5;

import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Embedding;

/// T5's attention bias: a number for each head and class of distance, `bias[h, b(j - i)]` added to the score of
/// query `i` and key `j`.
///
/// | tensor | shape |
/// |---|---|
/// | weight | `[buckets, heads]` |
/// | table | `[heads, distances]`, for the distances `-before .. after` |
///
/// Classes `b(d)`: with both directions, half of the buckets are for keys behind the query, and the half that is
/// left has `n` buckets for `|d|`; else keys behind the query count as distance 0, and `n` is all of them.
/// Distances under `n/2` have a bucket each, larger ones share logarithmically up to `maxDistance`: `n/2 +
/// ⌊ln(|d|/(n/2)) / ln(maxDistance/(n/2)) · n/2⌋`, at most `n - 1`.
///
/// Attention takes the table by distance, not a matrix of scores, so the gradient of the weight is a sum by
/// distance, then by bucket.
///
/// **Source:** transformers `T5Attention._relative_position_bucket`, which takes the logarithm in float.
///
/// @param table the bias by distance
/// @param before the largest distance of a key before its query that the table has
public record RelativeBias(Tensor table, int before) {
    /// The table for `queries` places that look at `keys` places, both counted from 0.
    static RelativeBias of(Embedding weight, T5Config config, boolean both, int queries, int keys, Backend backend) {
        long[] ids = new long[queries + keys - 1];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = bucket(i - (queries - 1), both, config.buckets(), config.maxDistance());
        }
        Tensor rows = weight.forward(Tensor.of(backend, ids, ids.length)); // [distances, heads]
        return new RelativeBias(rows.transpose(0, 1).contiguous(), queries - 1);
    }

    /// The class of a distance.
    /// @param distance place of the key minus place of the query
    /// @param both whether keys behind the query have classes of their own (encoder)
    public static int bucket(int distance, boolean both, int buckets, int maxDistance) {
        int classes = both ? buckets / 2 : buckets;
        int first = both && distance > 0 ? classes : 0;
        int far = both ? Math.abs(distance) : Math.max(-distance, 0);
        int exact = classes / 2;
        if (far < exact) {
            return first + far;
        }
        float share = (float) Math.log((float) far / exact) / (float) Math.log((double) maxDistance / exact);
        return first + Math.min(exact + (int) (share * (classes - exact)), classes - 1);
    }

    /// Places for queries `first .. first + queries - 1` and keys `0 .. keys - 1`.
    AttentionSpec.Distances places(int first, int queries, int keys) {
        int[] query = new int[queries];
        int[] key = new int[keys];
        java.util.Arrays.setAll(query, i -> first + i);
        java.util.Arrays.setAll(key, j -> j);
        return new AttentionSpec.Distances(query, key, before);
    }
}
