/// BLIP-2 for those who use it: a folder is loaded, pictures are captioned, asked about, compared with texts.
///
/// ```java
/// try (Blip2 blip2 = Blip2.load(Path.of("blip2-opt-2.7b"))) {
///     Picture cat = PictureReader.upright().read(Path.of("cat.jpg"));
///     String caption = blip2.caption(cat).text();
///     String answer = blip2.answer(cat, "what color is the cat?").text();
/// }
/// ```
///
/// | type | role |
/// |---|---|
/// | [Blip2] | the entry: a loaded folder |
/// | [Blip2Options], [PromptStyle] | how it is loaded; how captions and answers are asked for |
/// | [Decoding] | how answers are searched for |
/// | [Reply], [Timings] | what was said, and how long it took |
/// | [Match], [Hit] | how well a picture and a text fit; a place in a ranking |
/// | [Conversation] | several questions about one picture |
/// | [PictureFeatures], [TextFeatures] | what the Q-Former makes of a picture, of a text |
/// | `Place` | where a model's parts lie: a folder, or a checkpoint of LAVIS with its towers |
/// | `Answering` | the folder's model with a language model |
/// | `Comparing`, `AllPairs` | the folder's model that compares; all pictures with all texts |
/// | `QFormerCaptions` | captions without a language model |
///
/// A picture's answer is the same to the bit alone and among others. Nothing here prints, learns or reads
/// arguments. Start reading at [Blip2]; the models are in [io.blip2j.blip2.model].
package io.blip2j.blip2;
