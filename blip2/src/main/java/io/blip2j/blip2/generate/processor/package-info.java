/// What changes the scores of a row's next id before one is chosen.
///
/// | type | role |
/// |---|---|
/// | [LogitsProcessor] | the contract |
/// | [Prefix] | the row so far |
/// | [RepetitionPenalty], [NoRepeatNgram], [BadWords], [Suppress] | what must not, or should not, come |
/// | [MinLength], [MinNewTokens], [ForcedEos] | when a row may or must end |
/// | [Temperature], [TopK], [TopP], [MinP], [TypicalP] | what is drawn from |
/// | [Ranking] | order and probabilities of scores |
///
/// Start reading at [LogitsProcessor].
package io.blip2j.blip2.generate.processor;
