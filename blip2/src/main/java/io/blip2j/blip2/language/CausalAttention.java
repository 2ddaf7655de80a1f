package io.blip2j.blip2.language;

import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.nn.attention.KeyValues;
import io.blip2j.nn.attention.MultiHeadAttention;

/// A decoder's self-attention, three ways to the same numbers: whole rows, whole rows whose keys and values are
/// kept, one more place behind what was kept.
///
/// | tensor | shape |
/// |---|---|
/// | x, result | `[batch, seq, hidden]`; [#next]: seq is 1 |
/// | bias | `[heads, distances]` or null |
public final class CausalAttention {
    private CausalAttention() {}

    /// Whole rows.
    /// @param places what a bias by distance needs, or null
    public static Tensor whole(
            MultiHeadAttention attention,
            Tensor x,
            float scale,
            AttentionMask mask,
            AttentionSpec.Distances places,
            Tensor bias,
            Pass pass) {
        AttentionSpec spec = AttentionSpec.causal(scale, 0).withDistances(places);
        return attention.project(attention.attend(spec, x, attention.keyValues(x), mask, bias, pass));
    }

    /// Whole rows, the first `lengths[row]` places of each; begins the cache.
    /// @param room places that a row may have in the end
    public static Tensor begin(
            MultiHeadAttention attention,
            Tensor x,
            float scale,
            int[] lengths,
            KeyValues cache,
            int room,
            AttentionSpec.Distances places,
            Tensor bias) {
        KeyValues own = attention.keyValues(x);
        cache.start(own.keys(), own.values(), lengths, room);
        AttentionSpec spec = AttentionSpec.causal(scale, 0).withDistances(places);
        AttentionMask mask = AttentionMask.ofLengths(lengths);
        return attention.project(attention.attend(spec, x, own, mask, bias, Pass.EVALUATION));
    }

    /// One place more, `[batch, 1, hidden]`, which sees everything kept before it.
    public static Tensor next(
            MultiHeadAttention attention,
            Tensor x,
            float scale,
            KeyValues cache,
            AttentionSpec.Distances places,
            Tensor bias) {
        KeyValues own = attention.keyValues(x);
        cache.append(own.keys(), own.values());
        AttentionSpec spec = AttentionSpec.full(scale).withDistances(places);
        AttentionMask mask = AttentionMask.ofLengths(cache.lengths());
        return attention.project(attention.attend(spec, x, cache, mask, bias, Pass.EVALUATION));
    }
}
