/// Readers against any bytes at all.
///
/// | type | role |
/// |---|---|
/// | `*Fuzz` | one reader each: what a fuzzer calls with its bytes |
/// | `Oracle` | an answer or a refusal in one line, within time: anything else is a finding |
/// | `Seeds` | sound files to start from |
///
/// A test runs each target on its seeds and on what was found earlier; the fuzzer itself runs by
/// `mvn -Pfuzz` (see the README of `tools/fuzz`). Start reading at `Oracle`.
package io.blip2j.blip2.fuzz;
