package io.blip2j.blip2.model;

import io.blip2j.core.tensor.Tensor;

/// A batch for BLIP-2, by Hugging Face's names.
///
/// @param pixels `[images, channels, height, width]`
/// @param ids words with an image token for each query, `[batch][seq]`
/// @param mask 1 for a word or image token, 0 for padding; null: no padding
/// @param labels ids to be predicted, -100 where nothing is; null: no loss
/// @param interpolate whether the encoder's positions are stretched to another size of picture
public record Blip2Input(Tensor pixels, long[][] ids, long[][] mask, long[][] labels, boolean interpolate) {
    /// Pictures of the configured size and prompts.
    public static Blip2Input of(Tensor pixels, long[][] ids, long[][] mask) {
        return new Blip2Input(pixels, ids, mask, null, false);
    }

    /// The same with labels.
    public Blip2Input withLabels(long[][] targets) {
        return new Blip2Input(pixels, ids, mask, targets, interpolate);
    }
}
