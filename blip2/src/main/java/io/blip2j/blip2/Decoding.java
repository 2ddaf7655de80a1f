package io.blip2j.blip2;

import java.util.List;
import java.util.Map;

/// How answers are searched for. What is not said here comes from the folder's options, its
/// `generation_config.json`, or the task.
///
/// ```java
/// blip2.caption(pictures, null, Decoding.of(Map.of("num_beams", 1, "max_new_tokens", 20)));
/// ```
///
/// @param options by Hugging Face's names
/// @param badWords words that must not come
/// @param first number of the first picture among all: names the random numbers of sampling, so that pictures
///     handed over in several lots get what they get in one
public record Decoding(Map<String, Object> options, List<String> badWords, int first) {
    /// Nothing said.
    public static final Decoding STANDARD = new Decoding(Map.of(), List.of(), 0);

    public Decoding {
        options = Map.copyOf(options);
        badWords = List.copyOf(badWords);
    }

    /// These options.
    public static Decoding of(Map<String, Object> options) {
        return new Decoding(options, List.of(), 0);
    }

    /// The same for pictures from a number on.
    public Decoding from(int number) {
        return new Decoding(options, badWords, number);
    }
}
