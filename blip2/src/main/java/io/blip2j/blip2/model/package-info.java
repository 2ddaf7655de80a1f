/// BLIP-2 as a whole: image encoder and Q-Former, alone for retrieval, or with a language model for answers.
///
/// | type | role |
/// |---|---|
/// | [Blip2Config] | the three parts' configurations and how they meet |
/// | [Blip2ForConditionalGeneration] | images and prompts to logits, losses and answers |
/// | [Blip2Input] | a batch |
/// | [Blip2Folder] | loading and saving |
/// | [ModelPlan] | a model without values yet, and its keys in a checkpoint |
/// | `RaggedRows` | prompts of different lengths |
/// | [RetrievalFolder] | loading and saving of the next |
/// | [Blip2ForImageTextRetrieval] | compares images and texts, by contrast and by matching |
/// | [RetrievalConfig] | its sizes and options, from `config.json` |
/// | [RoundedCopy] | a folder in fewer bits, and what that did to each matrix |
/// | [LogitChange] | how far two folders of one model are apart |
/// | `QueryPlaces` | image tokens before a text, dropped |
///
/// Start reading at [Blip2ForConditionalGeneration].
package io.blip2j.blip2.model;
