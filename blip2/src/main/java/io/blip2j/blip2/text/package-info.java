/// The three tokenizers of BLIP-2: byte-level BPE (OPT), Unigram (FlanT5) and WordPiece (Q-Former), from text to ids
/// and back, with batches, image tokens and LAVIS's cleaning of captions.
///
/// | type | role |
/// |---|---|
/// | [Tokenizers] | loads a folder |
/// | [Tokenizer], [Encoding] | text to ids and back |
/// | [BatchOptions], [BatchEncoding] | rows, cut and padded |
/// | [Blip2Texts] | the image tokens before everything |
/// | [SpecialTokens] | ids of the tokens with a role: start, end, padding, image |
/// | [LavisText] | cleaning of captions and questions |
/// | [WordTokenizers] | writes small tokenizers of whole words |
/// | [SentencePiece] | the bare library behind `spiece.model` |
/// | `PipelineTokenizer` | a tokenizer made of its parts |
/// | `Normalizer`, `PreTokenizer`, `SubwordModel`, `Template`, `Decoder` | the parts |
/// | `BytePairModel`, `UnigramModel`, `WordPieceModel` | the three algorithms |
/// | `TokenizerJson`, `ModelJson`, `PipelineJson`, `OlderFiles`, `SentencePieceFile` | the file formats |
///
/// Invariants: ids equal those of the published libraries for every text; offsets are code points of the text as
/// given; work is linear in the text (BPE: n log n) whatever it holds; a bad file gives an
/// [io.blip2j.core.InputException] with a `TOK-` code.
///
/// Start reading at [Tokenizer], then `PipelineTokenizer`.
package io.blip2j.blip2.text;
