/// The drawn world of the quickstart: small pictures of coloured shapes, with captions, questions and text for the
/// language models, all made from a seed.
///
/// | type | role |
/// |---|---|
/// | [World], [WorldSplit] | the three picture sets: training, validation, held-out |
/// | [Sample] | one picture with its scene, caption and questions |
/// | [Scene], [SceneObject] | what is in a picture, without pixels |
/// | [ObjectColor], [ObjectShape], [ObjectSize], [Position], [Relation] | the attributes and their words |
/// | [Combinations], [SceneSampler] | which scenes a set may hold, and how they are drawn |
/// | [SceneRenderer], [Picture] | pixels |
/// | [Captions], [Questions], [Question] | the language of a scene |
/// | [Prompts] | how questions, answers and captions are put to a language model |
/// | [OptDocument], [T5Document] | text of the language models' own training |
/// | [PatchLabels] | attributes per cell, for the image encoder's own training |
/// | [WorldWords] | every word of the world, for the tokenizers |
/// | [WorldRandom] | random numbers from (seed, stream, index) |
///
/// **Invariants.** Picture `i` of a set depends on (seed, set, `i`) alone, so any thread can draw it at any time.
/// No training or validation picture holds a held-out combination of colour, shape and size; every held-out
/// picture holds at least one; so no held-out caption is ever a training caption. Text for the language models is
/// drawn over all combinations: a language model knows the words "large red circle" even if no picture shows one.
///
/// Start reading at [SceneSampler], then [Captions] and [Questions]. Depends on nothing but the JDK.
package io.blip2j.tools.world;
