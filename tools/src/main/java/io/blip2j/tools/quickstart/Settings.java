package io.blip2j.tools.quickstart;

import io.blip2j.blip2.train.Recipe;
import io.blip2j.tools.miniature.Language;

/// How long each phase of the quickstart trains.
///
/// @param seed of everything
/// @param images training pictures
/// @param heldOut pictures of combinations that training never shows
/// @param vision encoder, from labels of patches
/// @param language language model, from texts
/// @param stage1 Q-Former beside the frozen encoder
/// @param stage2 Q-Former in front of the frozen language model
public record Settings(
        long seed, int images, int heldOut, Recipe vision, Recipe language, Recipe stage1, Recipe stage2) {
    private static final int IMAGES = 20_000;
    private static final int HELD_OUT = 600;

    /// The measured settings for a language model.
    public static Settings of(Language language, long seed) {
        boolean t5 = language == Language.T5;
        return new Settings(
                seed,
                IMAGES,
                HELD_OUT,
                Recipe.phase(seed, 2000, 96, 2e-3),
                Recipe.phase(seed, t5 ? 900 : 700, 32, 1.5e-3),
                Recipe.phase(seed, 1300, 32, 2e-3),
                Recipe.phase(seed, 4000, 32, 1e-3));
    }
}
