package io.blip2j.tools.report;

/// One thing that was set.
///
/// @param name what
/// @param value to what
public record Setting(String name, String value) {}
