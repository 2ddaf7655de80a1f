/// Training runs from recipe files: what `train stage1`, `train stage2` and `quickstart` have in common.
///
/// | type | role |
/// |---|---|
/// | [RecipeFile] | a recipe with its paths, read, overridden, written |
/// | [TrainingData] | pictures with captions, whatever they come from |
/// | [PhotoData] | data sets of one's own, read and encoded as they are trained on |
/// | `CaptionTexts` | their captions as stage 2 trains on them |
/// | [WorldData] | the drawn world as training data: pictures, encoder tokens |
/// | [Stage1Run] | stage 1 from a recipe into a run folder |
/// | [Stage2Run] | stage 2 from a recipe into a run folder |
/// | [MetricsLog] | `metrics.jsonl`, one line a logged step |
/// | [RunFolder] | whose folder `--out` is, and how far its run came |
/// | [TrainCommand] | the command |
///
/// Start reading at [Stage1Run].
package io.blip2j.tools.training;
