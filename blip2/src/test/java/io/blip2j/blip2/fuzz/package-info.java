/// Readers against any bytes at all.
///
/// | type | role |
/// |---|---|
/// | `*Fuzz` | one reader each: what a fuzzer calls with its bytes |
/// | `Oracle` | an answer or a refusal in one line, within time: anything else is a finding |
/// | `Seeds` | sound files to start from |
///
/// A test runs each target on its seeds and on what was found earlier (`found/TARGET` beside the classes). The
/// fuzzer itself, which finds new inputs, runs outside of `mvn verify`, for ten minutes unless `fuzz.seconds`
/// says otherwise:
///
/// ```
/// mvn -q -Pfuzz -pl blip2 -am test -DskipTests -Dfuzz.target=PictureFuzz
/// ```
///
/// What it found lies in `blip2/target/fuzz/TARGET/found`; a finding that is mended goes into the resources. Start
/// reading at `Oracle`.
package io.blip2j.blip2.fuzz;
