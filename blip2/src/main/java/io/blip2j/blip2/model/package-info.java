/// BLIP-2 as a whole: image encoder, Q-Former and language model.
///
/// | type | role |
/// |---|---|
/// | [Blip2Config] | the three parts' configurations and how they meet |
/// | [Blip2ForConditionalGeneration] | images and prompts to logits, losses and answers |
/// | [Blip2Input] | a batch |
/// | `Blip2Folder` | loading and saving |
/// | `RaggedRows` | prompts of different lengths |
///
/// Start reading at [Blip2ForConditionalGeneration].
package io.blip2j.blip2.model;
