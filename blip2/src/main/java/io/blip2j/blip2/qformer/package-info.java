/// The Q-Former: from image tokens to a few queries, with or without words.
///
/// | type | role |
/// |---|---|
/// | [QFormerConfig] | sizes and options, from `config.json` |
/// | [QFormer] | the stack and its four passes |
/// | [QFormerLayer] | one layer, for queries and words apart |
/// | [ImageKeys] | what cross-attention sees of images, shared by all passes |
/// | [TextEmbeddings] | words and their positions |
/// | [QFormerInit] | first values, from a BERT |
///
/// Masks over queries and words count the queries first. Start reading at [QFormer].
package io.blip2j.blip2.qformer;
