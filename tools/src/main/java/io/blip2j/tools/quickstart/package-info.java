/// The main job, with nothing to download: draw a small world, train a miniature BLIP-2 from nothing, look at
/// what it says about pictures that it has never seen.
///
/// | type | role |
/// |---|---|
/// | [QuickstartCommand] | the command |
/// | [Quickstart] | the whole job, from top to bottom |
/// | [Settings] | how long each phase trains |
/// | [TowerPhases] | the encoder and the language model, trained alone |
/// | [HeldOut] | captions, answers and retrieval on held-out pictures |
/// | [HeldOutReport] | the same as the report's data |
/// | [AttentionMaps] | what the queries look at |
///
/// The models are those of [io.blip2j.tools.miniature]; both stages run on the code of real training
/// ([io.blip2j.tools.training]). Start reading at [Quickstart].
package io.blip2j.tools.quickstart;
