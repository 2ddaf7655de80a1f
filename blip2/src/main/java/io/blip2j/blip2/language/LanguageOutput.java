package io.blip2j.blip2.language;

import io.blip2j.core.tensor.Tensor;

/// What a language model computes of a batch.
///
/// @param logits `[batch, seq, vocab]`; T5: of the decoder's sequence
/// @param loss mean negative log-likelihood of the labels, a scalar, or null without labels
public record LanguageOutput(Tensor logits, Tensor loss) {}
