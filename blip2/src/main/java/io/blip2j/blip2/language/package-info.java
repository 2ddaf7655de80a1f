/// What BLIP-2 and generation ask of a language model, whichever it is.
///
/// | type | role |
/// |---|---|
/// | [LanguageModel] | the contract: embeddings in; logits, loss, or a session out |
/// | [LanguageConfig] | sizes and special ids |
/// | [LanguageInput], [LanguageOutput] | a batch and what is computed of it |
/// | [DecodingSession] | rows that are being continued, with their cache |
/// | [RowPlaces] | which place of the caches each row has when beams change places |
/// | [UnpaddedRows] | padding dropped, row by row |
/// | [CausalAttention] | a decoder's self-attention with and without the cache |
/// | [Ids] | rows of ids as tensors |
/// | [Recorder] | tensors inside a pass, by name |
///
/// [io.blip2j.blip2.opt] and [io.blip2j.blip2.t5] are the models. A row's numbers depend on that row alone. Start
/// reading at [LanguageModel].
package io.blip2j.blip2.language;
