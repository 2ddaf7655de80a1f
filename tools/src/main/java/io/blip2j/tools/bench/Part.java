package io.blip2j.tools.bench;

import java.util.Locale;

/// A part of a model's work that can be timed.
public enum Part {
    /// The image encoder, one batch.
    VISION,
    /// The queries looking at one batch of encoded images.
    QFORMER,
    /// The language model reading all places of the prompts.
    PREFILL,
    /// One more token for each row, the prompts already read.
    DECODE,
    /// From pixels to the ids of a caption of full length.
    CAPTION,
    /// Single products of the sizes that the model has.
    GEMM,
    /// One optimiser step of stage 1, from encoded images.
    STAGE1,
    /// One optimiser step of stage 2, from encoded images.
    STAGE2;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
