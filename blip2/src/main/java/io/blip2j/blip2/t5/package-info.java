/// T5 and FlanT5, the encoder-decoder language models of BLIP-2.
///
/// | type | role |
/// |---|---|
/// | [T5Config] | sizes and options, from `config.json` of either style |
/// | [T5ForConditionalGeneration] | the model: logits, loss, sessions |
/// | [T5Encoder], [T5Decoder] | the stacks |
/// | `T5EncoderBlock`, `T5DecoderBlock` | attention and feed-forward of one block |
/// | `RelativeBias` | the bias by distance that takes the place of positions |
///
/// **Source:** Raffel et al., "Exploring the Limits of Transfer Learning with a Unified Text-to-Text
/// Transformer", arXiv 1910.10683; transformers' `models/t5`. Start reading at [T5ForConditionalGeneration].
package io.blip2j.blip2.t5;
