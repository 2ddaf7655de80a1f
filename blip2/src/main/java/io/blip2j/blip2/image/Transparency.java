package io.blip2j.blip2.image;

/// What becomes of transparency: the models see three channels.
public enum Transparency {
    /// Alpha is left out, colours stay as they are stored: Pillow's `convert("RGB")`, and so LAVIS.
    DROP,
    /// The picture is laid over white: what Hugging Face's `convert_to_rgb` does.
    ON_WHITE
}
