package io.blip2j.blip2;

import io.blip2j.core.tensor.Tensor;

/// What the Q-Former's queries make of a picture.
///
/// @param embeds after the image pass, `[queries, hidden]`
/// @param projected the same for comparing, `normalise(vision_projection(embeds))`, `[queries, features]`
/// @param multimodal after they have read a text too, `[queries, hidden]`; null without a text
///
/// **Source:** LAVIS `Blip2Qformer.extract_features`: `image_embeds`, `image_embeds_proj`, `multimodal_embeds`.
public record PictureFeatures(Tensor embeds, Tensor projected, Tensor multimodal) {}
