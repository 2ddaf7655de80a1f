/// Stage 1 of pre-training: the Q-Former learns to look at images by comparing, matching and captioning.
///
/// | type | role |
/// |---|---|
/// | [Stage1Model] | the retrieval model with a head for words and a temperature; the losses of a batch |
/// | [Stage1Batch], [Losses] | what goes in and comes out |
/// | [TrainStage1] | the training loop |
/// | [ImageTextContrastiveLoss] | ITC |
/// | [ImageTextMatchingLoss], [HardNegatives] | ITM, and the wrong partners it needs |
/// | [ImageGroundedTextLoss], [CaptionSession] | ITG, and captions written with it |
/// | [Gathering], [AllGather] | all ranks' batches, with and without gradients |
/// | [Stage1Folder] | loading and saving |
///
/// Random numbers and negatives depend on a sample's number, not on the rank that has it. Start reading at
/// [Stage1Model].
package io.blip2j.blip2.stage1;
