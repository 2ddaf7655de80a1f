package io.blip2j.blip2;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.backend.MatrixFormat;
import java.util.Map;

/// How a folder is loaded.
///
/// @param backend what computes
/// @param weights what matrices are kept as; null: as the folder has them
/// @param style how the model is asked
/// @param decoding generation options of this folder by Hugging Face's names, which go before those of its
///     `generation_config.json`
public record Blip2Options(Backend backend, MatrixFormat weights, PromptStyle style, Map<String, Object> decoding) {
    public Blip2Options {
        decoding = Map.copyOf(decoding);
    }

    /// The fastest backend, weights as they are, everything else as the folder and its kind have it.
    public static Blip2Options standard() {
        return new Blip2Options(Backends.select(), null, PromptStyle.PUBLISHED, Map.of());
    }

    /// These options with another backend.
    public Blip2Options withBackend(Backend other) {
        return new Blip2Options(other, weights, style, decoding);
    }

    /// These options with matrices kept in a format.
    public Blip2Options withWeights(MatrixFormat format) {
        return new Blip2Options(backend, format, style, decoding);
    }

    /// These options with another way to ask.
    public Blip2Options withStyle(PromptStyle other) {
        return new Blip2Options(backend, weights, other, decoding);
    }

    /// These options with generation options of the folder.
    public Blip2Options withDecoding(Map<String, Object> options) {
        return new Blip2Options(backend, weights, style, options);
    }
}
