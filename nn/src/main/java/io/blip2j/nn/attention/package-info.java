/// Attention for all models: one module, masks, the cache of keys and values.
///
/// | type | role |
/// |---|---|
/// | [MultiHeadAttention] | query, key, value and output projections around the fused operation |
/// | [AttentionMask] | which keys a batch of padded rows may look at |
/// | [KeyValues] | keys and values of one layer: kept from another pass, or growing while generating |
///
/// Start reading at [MultiHeadAttention].
package io.blip2j.nn.attention;
