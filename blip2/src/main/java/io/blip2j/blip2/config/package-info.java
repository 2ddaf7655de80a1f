/// Reading and writing of Hugging Face's JSON settings.
///
/// | type | role |
/// |---|---|
/// | [ConfigJson] | a JSON object with typed getters, defaults, and errors that name file and key |
///
/// Each model's configuration is a record in the package of that model. Defaults are part of the format: published
/// files hold only what differs from them. Start reading at [ConfigJson].
package io.blip2j.blip2.config;
