/// The miniature BLIP-2 and the drawn world as its data.
///
/// | type | role |
/// |---|---|
/// | [MiniModels] | sizes of the miniature and how its parameters begin |
/// | [Language] | which kind of language model |
/// | [WorldPixels] | the world's pictures as pixel values |
/// | [WorldLabels] | pictures with labels of their cells, for the encoder alone |
/// | [WorldTexts] | captions, questions and documents as ids |
///
/// Start reading at [MiniModels].
package io.blip2j.tools.miniature;
