package io.blip2j.tools.report;

/// One point of a curve.
///
/// @param x such as a step
/// @param y such as a loss
public record CurvePoint(double x, double y) {}
