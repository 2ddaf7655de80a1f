package io.blip2j.blip2.generate;

/// A continuation of a prompt.
///
/// @param ids the new ids, up to and with the one that ends it
/// @param score beams: sum of log-probabilities, after the processors, divided by length to the length penalty;
///     else the sum of the model's log-probabilities
public record Answer(long[] ids, double score) {}
