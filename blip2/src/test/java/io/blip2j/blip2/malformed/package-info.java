/// The catalogue of malformed inputs: files that are broken, hostile or odd, each made here, and what is said of
/// them.
///
/// | type | role |
/// |---|---|
/// | [io.blip2j.blip2.malformed.Row] | one input, how it is read, what comes of it |
/// | `*Rows` | the rows, by kind of file |
/// | [io.blip2j.blip2.malformed.Catalogue] | reads every row in a process with a heap of 256 MB |
/// | `Outcome` | what came of a row |
/// | `MalformedCatalogueTest` | one test a row |
///
/// To add a kind of file, add its rows to [io.blip2j.blip2.malformed.Catalogue#rows]. Start reading at `Row`.
package io.blip2j.blip2.malformed;
