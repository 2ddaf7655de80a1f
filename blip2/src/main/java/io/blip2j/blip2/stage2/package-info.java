/// Stage 2: the Q-Former learns to speak to a frozen language model.
///
/// | type | role |
/// |---|---|
/// | [TrainStage2] | the training loop |
/// | [LanguageModelingLoss] | the loss, for OPT and T5 |
/// | [TextBatch] | words, padding, and which words are to be predicted |
/// | [PrefixSplit] | a caption cut in two for T5 |
///
/// Start reading at [LanguageModelingLoss].
package io.blip2j.blip2.stage2;
