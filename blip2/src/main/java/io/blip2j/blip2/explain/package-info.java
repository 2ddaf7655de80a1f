/// What the queries of the Q-Former look at while the language model says a word.
///
/// | type | role |
/// |---|---|
/// | [LookAttribution] | the method: how much each look at a patch was worth for each id |
/// | [Look] | the same for a word, and its shares by patch |
/// | [Explanation] | what was said about a picture, word by word |
///
/// **Invariant:** over all layers, heads and patches an id's worths add up to what the picture's patches gave to
/// its log-probability. Start reading at [LookAttribution]; [io.blip2j.blip2.Blip2#explain] is the way in.
package io.blip2j.blip2.explain;
