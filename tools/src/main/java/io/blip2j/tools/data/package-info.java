/// Commands on data sets: `data inspect`, `data validate`.
///
/// | type | role |
/// |---|---|
/// | [DataCommand] | the command |
/// | [DataPlace] | where a data set's pictures and answers are, as a Picocli mixin |
///
/// Data sets themselves are in [io.blip2j.blip2.data]. Start reading at [DataCommand].
package io.blip2j.tools.data;
