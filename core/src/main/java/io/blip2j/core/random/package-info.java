/// Random numbers that depend on nothing but their name: seed, step, stream, sample and place.
///
/// | type | role |
/// |---|---|
/// | [Philox] | the counter-based generator Philox4x32-10 |
/// | [RandomKey] | which numbers: seed, step, stream, first sample |
///
/// Nothing is saved, nothing depends on threads, ranks or order of construction. Start reading at [Philox].
package io.blip2j.core.random;
