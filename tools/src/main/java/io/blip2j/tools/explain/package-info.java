/// The command `explain`: what the queries look at, as a picture.
///
/// | type | role |
/// |---|---|
/// | [ExplainCommand] | the command |
/// | `LookStrip` | draws the picture once a word, what was not looked at faded |
///
/// The method is in [io.blip2j.blip2.explain]. Start reading at [ExplainCommand].
package io.blip2j.tools.explain;
