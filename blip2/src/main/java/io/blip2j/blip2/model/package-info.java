/// Whole models, put together of towers and Q-Former.
///
/// | type | role |
/// |---|---|
/// | [Blip2ForImageTextRetrieval] | compares images and texts, by contrast and by matching |
/// | [RetrievalConfig] | its sizes and options, from `config.json` |
/// | [QueryPlaces] | image tokens before a text, dropped |
///
/// Start reading at [Blip2ForImageTextRetrieval].
package io.blip2j.blip2.model;
