/// Towers from nothing: a small image encoder and a small language model, trained alone, that the stages then freeze.
///
/// Real BLIP-2 takes towers that others trained. Where nothing can be downloaded, these stand in for them, and
/// every report says what supervision they had.
///
/// | type | role |
/// |---|---|
/// | [PatchHeads] | linear heads that ask each patch what it shows |
/// | [TrainVisionTower] | the encoder, from labels of its patches |
/// | [TrainLanguageTower] | the language model, from texts alone |
/// | [TowerFolder] | towers on disk |
///
/// Start reading at [TrainVisionTower].
package io.blip2j.blip2.towers;
