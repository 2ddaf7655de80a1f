/// Checkpoints of LAVIS: read without conversion, and written.
///
/// A `.pth` of LAVIS holds what was trained, by names of its own; frozen towers come from where they were
/// published.
///
/// | type | role |
/// |---|---|
/// | [LavisParts] | where the frozen towers and the tokenizers lie |
/// | [LavisModel] | a checkpoint and its towers as one model by Hugging Face's names |
/// | [LavisNames] | the names, both ways |
/// | [TowerNames] | those of the image encoders, EVA's and CLIP's |
/// | [VisionPart], [LanguagePart] | the frozen towers |
/// | `Opened` | files that stay open until a model is read |
/// | [Pieces] | tensors that are renamed, cut, joined or stretched when they are read |
/// | [PositionResize] | position tables for another size of picture |
/// | [LavisExport] | writes a `.pth` |
///
/// Start reading at [LavisModel].
package io.blip2j.blip2.lavis;
