package io.blip2j.blip2.data;

import io.blip2j.core.InputException;

/// A sample that cannot be used.
///
/// @param key which one
/// @param code why: `DATA-...` where the annotation is bad, `IMG-...` where the picture is
/// @param found what was found
public record BadSample(String key, String code, String found) {
    /// The sample that failed in this way.
    public static BadSample of(Sample sample, InputException failure) {
        return new BadSample(sample.key(), failure.code(), failure.what() + ": " + failure.found());
    }
}
