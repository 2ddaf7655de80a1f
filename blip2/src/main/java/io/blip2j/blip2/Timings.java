package io.blip2j.blip2;

/// Where a reply's time went, in seconds. Pictures that were computed together share their time evenly.
///
/// @param load reading the model, once for all replies
/// @param vision resizing and the image encoder
/// @param qformer the Q-Former and the projection
/// @param prefill the prompt through the language model, up to the first new id
/// @param decode the new ids
public record Timings(double load, double vision, double qformer, double prefill, double decode) {}
