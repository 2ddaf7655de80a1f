/// Folders with models, as Hugging Face writes them.
///
/// | type | role |
/// |---|---|
/// | [ModelSource] | settings and tensors by Hugging Face's names, wherever they lie |
/// | [ModelFolder] | reads `config.json` and tensors, from one file or several |
/// | `WeightFile` | one file of tensors: safetensors, or PyTorch's ([io.blip2j.blip2.checkpoint.torch]) |
/// | `ShardIndex` | which of several files holds a tensor |
/// | [NotFinite] | values of tensors that are no numbers |
/// | [ModelWriter] | writes a model's parameters |
///
/// Start reading at [ModelFolder].
package io.blip2j.blip2.checkpoint;
