/// Decodes lossy WebP pictures, which are single key frames of VP8 video.
///
/// The ImageIO plug-in for WebP stretches chroma without smoothing, and its pixels are several levels off those
/// that every Python pipeline sees; here they are equal.
///
/// | type | role |
/// |---|---|
/// | [io.blip2j.blip2.image.vp8.Vp8Decoder] | the way through: bytes to levels |
/// | `BoolDecoder` | arithmetic decoding of single bits |
/// | `FrameHeader`, `ModeReader`, `CoefficientReader` | what the bits say |
/// | `Prediction`, `InverseTransform`, `LoopFilter` | what pixels follow from it |
/// | `Plane`, `ToRgb` | where they are kept, and how they become red, green and blue |
/// | `ModeTables`, `CoefficientTables` | numbers of the standard |
///
/// Start reading at `Vp8Decoder`. Depends on nothing but the JDK.
package io.blip2j.blip2.image.vp8;
