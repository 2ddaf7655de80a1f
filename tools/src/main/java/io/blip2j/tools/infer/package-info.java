/// The commands that use a model: `caption`, `vqa`, `chat`, `match`, `search`, `features`, `tokenize`; and
/// `quantize`, which makes one smaller.
///
/// | type | role |
/// |---|---|
/// | [CaptionCommand], [VqaCommand], [ChatCommand], [MatchCommand], [SearchCommand], [FeaturesCommand] | the commands |
/// | [TokenizeCommand], `TokenizerOwner` | what tokens a model makes of texts |
/// | [QuantizeCommand] | a folder in fewer bits |
/// | [ModelPlace] | the folder that `--model` means |
/// | [ModelOpener] | opens it, asked as its recipe says |
/// | [LavisOptions] | towers of a checkpoint of LAVIS, as a Picocli mixin |
/// | [DecodingOptions] | options of generation, as a Picocli mixin |
/// | [PictureInput] | what files, folders, globs, `-` and `data:` URIs stand for |
/// | `PictureRun` | a few pictures at a time, and on past bad ones |
/// | `ReplyRow` | a reply as JSON and as text |
///
/// Models know nothing of arguments or printing: that is all here. Start reading at [CaptionCommand].
package io.blip2j.tools.infer;
