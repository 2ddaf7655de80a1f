/// Generation: from prompts to answers.
///
/// | type | role |
/// |---|---|
/// | [Generator] | the entry: greedy, sampling or beams |
/// | [GenerationConfig], [EarlyStopping] | how, by Hugging Face's names and defaults |
/// | [Prompts] | the ids before the first new one |
/// | [Answer] | new ids and their score |
/// | [TokenListener] | hears of ids as they come |
/// | [CandidateRanking] | given answers by likelihood |
/// | [Processors] and [io.blip2j.blip2.generate.processor] | what changes scores before one is chosen |
/// | `TokenSearch`, `BeamSearch`, `Beams` | the searches |
/// | `Chance` | the random numbers of sampling |
///
/// Searches work on a [io.blip2j.blip2.language.DecodingSession] and know no model. Start reading at [Generator].
package io.blip2j.blip2.generate;
