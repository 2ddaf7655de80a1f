package io.blip2j.blip2;

/// A picture's place in a search.
///
/// @param index number of the picture among those searched, from 0
/// @param match how well it fits the text
public record Hit(int index, Match match) {}
