/// Decodes lossless WebP pictures, and the transparency of lossy ones where it is compressed in the same way.
///
/// The ImageIO plug-in for WebP gets pixels wrong that are fully transparent, as most encoders write them; whoever
/// leaves alpha out sees them.
///
/// | type | role |
/// |---|---|
/// | [io.blip2j.blip2.image.vp8l.Vp8lDecoder] | the way through: bytes to pixels |
/// | `BitReader` | bits, the lowest of a byte first |
/// | `PrefixCode` | one code, read and decoded |
/// | `PixelReader` | an image of literal pixels, copies and cached colours |
/// | `Transform` | what the encoder did to the pixels before, undone |
///
/// Pixels are `0xaarrggbb`. Start reading at `Vp8lDecoder`. Depends on nothing but the JDK.
package io.blip2j.blip2.image.vp8l;
