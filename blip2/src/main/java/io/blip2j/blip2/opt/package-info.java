/// OPT, the decoder-only language model of BLIP-2.
///
/// | type | role |
/// |---|---|
/// | [OptConfig] | sizes and options, from `config.json` |
/// | [OptForCausalLm] | the model: logits, loss, sessions |
/// | [OptDecoder] | positions and layers |
/// | [OptLayer] | attention and feed-forward |
///
/// **Source:** Zhang et al., "OPT: Open Pre-trained Transformer Language Models", arXiv 2205.01068; transformers'
/// `models/opt`. Start reading at [OptForCausalLm].
package io.blip2j.blip2.opt;
