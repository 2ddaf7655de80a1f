/// BERT, and the parts of it that the Q-Former is made of.
///
/// | type | role |
/// |---|---|
/// | [BertAttention] | attention with residual and norm, the first half of a layer |
/// | [FeedForward] | the second half |
/// | [AddNorm] | dense, dropout, residual, norm: the end of both |
/// | [LanguageHead] | words from the last layer, tied to the word embeddings |
///
/// Start reading at [BertAttention].
package io.blip2j.blip2.bert;
