/// The main job, with nothing to download: draw a small world, train a miniature BLIP-2 from nothing, look at what it says
/// about pictures that it has never seen.
///
/// | type | role |
/// |---|---|
/// | [QuickstartCommand] | the command |
/// | [Quickstart] | the whole job, from top to bottom |
/// | [Settings], [Language] | how long each phase trains; which kind of language model |
/// | [MiniModels] | sizes of the miniature and how its parameters begin |
/// | [TowerPhases] | the encoder and the language model, trained alone |
/// | [WorldPixels], [WorldLabels], [WorldTexts] | the world as pixels, labels and ids |
/// | [HeldOut] | captions, answers and retrieval on held-out pictures |
/// | [HeldOutReport] | the same as the report's data |
/// | [AttentionMaps] | what the queries look at |
///
/// Both stages run on the code of real training ([io.blip2j.tools.training]). Start reading at [Quickstart].
package io.blip2j.tools.quickstart;
