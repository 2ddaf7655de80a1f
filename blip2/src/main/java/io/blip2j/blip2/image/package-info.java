/// Pictures in: from the bytes of a file to what the image encoder sees, level for level as Pillow and the Hugging
/// Face processor have it.
///
/// | type | role |
/// |---|---|
/// | [io.blip2j.blip2.image.Picture] | levels of red, green and blue; crop, flip, turn |
/// | [io.blip2j.blip2.image.PictureReader] | files, bytes, `data:` URIs and base64 to pictures |
/// | [io.blip2j.blip2.image.Transparency] | what becomes of alpha |
/// | [io.blip2j.blip2.image.PngWriter] | pictures to PNG files |
/// | [io.blip2j.blip2.image.PillowResize] | bicubic resize, bit for bit |
/// | [io.blip2j.blip2.image.ImageProcessor] | picture to `pixel_values [3, height, width]`; its JSON files |
/// | [io.blip2j.blip2.image.TrainingView] | random box and mirror, a function of given random numbers |
/// | `ImageFormat`, `Source`, `Container`, `*File` | what a file is, and its first frame without anything else |
/// | `FrameDecoder`, `Frame` | ImageIO's decoders, watched; stored levels |
/// | [io.blip2j.blip2.image.vp8], [io.blip2j.blip2.image.vp8l] | WebP, lossy and lossless |
///
/// Invariants: the order is type by first bytes, size, structure, pixels, and each step refuses before the next one
/// spends anything; a picture is whole or there is an `InputException` with a code `IMG-...`; profiles, gamma and
/// text never change a level.
///
/// Start reading at [io.blip2j.blip2.image.PictureReader], then [io.blip2j.blip2.image.ImageProcessor]. Depends on
/// core's `InputException`, Jackson and the imageio libraries.
package io.blip2j.blip2.image;
