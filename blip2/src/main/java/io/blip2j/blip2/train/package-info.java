/// What both stages and the towers' training share: recipes, batches in order, statistics, checkpoints.
///
/// | type | role |
/// |---|---|
/// | [Recipe] | the numbers of a training run, by their flat keys |
/// | [Shuffle] | which sample comes when: a permutation an epoch, from the seed alone |
/// | [Order], [ImageSource] | which samples a step trains on; what the encoder says of them |
/// | [ImageTokens] | what the frozen encoder says of images, kept or computed anew |
/// | [StepStats] | what a step reports |
/// | [Checkpoint] | a run's state on disk: written whole or not at all, the newest valid one wins |
/// | [TrainingLoop] | the end of every step: norm, clipping, optimiser, statistics |
///
/// The loops themselves are flat and stand with their stage: [io.blip2j.blip2.stage1.TrainStage1],
/// [io.blip2j.blip2.stage2.TrainStage2]. Start reading there.
package io.blip2j.blip2.train;
