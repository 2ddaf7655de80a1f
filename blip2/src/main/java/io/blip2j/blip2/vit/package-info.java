/// Image encoders: pictures to tokens.
///
/// | type | role |
/// |---|---|
/// | [VisionConfig] | sizes and options, from `config.json` |
/// | [VisionTower] | what both encoders share: embeddings, layers, the norm that BLIP-2 trains |
/// | [Blip2VisionModel] | EVA-CLIP's ViT-g as BLIP-2 has it |
/// | [ClipVisionModel] | CLIP's ViT-L, LAVIS's smaller variant |
/// | [VisionLayer] | a pre-norm block |
/// | [Patches], [PositionGrid] | cutting and projecting patches; positions for any grid |
///
/// The tower's tokens are those before `post_layernorm`, so that they can be cached while that norm learns. Start
/// reading at [VisionTower].
package io.blip2j.blip2.vit;
