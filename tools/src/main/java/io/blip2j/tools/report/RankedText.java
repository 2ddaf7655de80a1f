package io.blip2j.tools.report;

/// A caption found for a picture.
///
/// @param text the caption
/// @param itm probability of a match
/// @param itc cosine similarity
public record RankedText(String text, double itm, double itc) {}
