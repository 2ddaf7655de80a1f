/// BERT, and the parts of it that the Q-Former is made of.
///
/// | type | role |
/// |---|---|
/// | [BertAttention] | attention with residual and norm, the first half of a layer |
/// | [FeedForward] | the second half |
/// | [AddNorm] | dense, dropout, residual, norm: the end of both |
///
/// Start reading at [BertAttention].
package io.blip2j.blip2.bert;
