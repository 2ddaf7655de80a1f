/// Layers: named parameters and equations on them.
///
/// | type | role |
/// |---|---|
/// | [Module] | a tree of children and parameters with Hugging Face's names |
/// | [Parameter] | a learned tensor, or a frozen one packed for its products |
/// | [Pass] | which forward pass this is: training or not, and which random numbers dropout takes |
/// | [Linear], [Embedding], [LayerNorm], [RmsNorm], [Dropout] | the layers everything is made of |
/// | [Activation] | activations by Hugging Face's names |
/// | [io.blip2j.nn.attention] | multi-head attention, masks, key-value cache |
/// | [io.blip2j.nn.init] | initial values |
/// | [io.blip2j.nn.optim] | AdamW, SGD, clipping, schedules |
/// | [io.blip2j.nn.state] | names and tensors in and out |
///
/// A layer names neither kernel nor device: its tensors carry their backend. Start reading at [Module], then
/// [Linear].
package io.blip2j.nn;
