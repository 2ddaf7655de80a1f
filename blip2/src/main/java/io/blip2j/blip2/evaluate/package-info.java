/// Scores as the field publishes them: captions, answers, retrieval. All work on texts and numbers, none needs a
/// model.
///
/// | type | role |
/// |---|---|
/// | [CaptionScores] | BLEU, ROUGE-L and CIDEr-D of captions, tokenised first |
/// | [PtbTokens] | captions as the COCO evaluation tokenises them |
/// | [Bleu], [RougeL], [CiderD] | the three measures on tokenised texts |
/// | [AnswerScores] | VQA accuracy and GQA accuracy |
/// | [AnswerText] | when two answers are the same |
/// | [Recalls] | recall at 1, 5, 10 of rankings |
/// | [Reranking] | rankings by cosine, then by looking at both at once |
/// | `NGrams`, `Words` | runs of words |
///
/// Invariant: equal to the published evaluations within rounding, their quirks included, which stand in each type's
/// source note. Start reading at [CaptionScores].
package io.blip2j.blip2.evaluate;
