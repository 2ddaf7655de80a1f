package io.blip2j.blip2;

import io.blip2j.core.tensor.Tensor;

/// What the Q-Former makes of a text without a picture. The first row, of `[CLS]`, stands for the whole text.
///
/// @param embeds `[seq, hidden]`
/// @param projected the same for comparing, `normalise(text_projection(embeds))`, `[seq, features]`
///
/// **Source:** LAVIS `Blip2Qformer.extract_features`: `text_embeds`, `text_embeds_proj`.
public record TextFeatures(Tensor embeds, Tensor projected) {}
