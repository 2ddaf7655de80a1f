/// BERT, and the parts of it that the Q-Former is made of.
///
/// | type | role |
/// |---|---|
/// | [BertAttention] | attention with residual and norm, the first half of a layer |
/// | [FeedForward] | the second half |
/// | [AddNorm] | dense, dropout, residual, norm: the end of both |
/// | [LanguageHead] | words from the last layer, tied to the word embeddings |
/// | [BertModel], [BertLayer], [BertConfig] | the encoder, or a decoder |
/// | [BertLmHeadModel] | the decoder with its head |
///
/// Start reading at [BertAttention].
package io.blip2j.blip2.bert;
