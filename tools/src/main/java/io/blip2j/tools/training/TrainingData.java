package io.blip2j.tools.training;

import io.blip2j.blip2.train.ImageSource;
import io.blip2j.blip2.train.Order;
import io.blip2j.blip2.vit.VisionTower;
import io.blip2j.core.backend.Backend;
import io.blip2j.tools.cli.Console;
import java.nio.file.Path;

/// Pictures with captions, as both stages train on them: the drawn world, or data sets of one's own.
///
/// | recipe key | data |
/// |---|---|
/// | `world: {seed, images}` | [WorldData] |
/// | `data: [{path, images, annotations, split, ratio}, ...]` | [PhotoData] |
public interface TrainingData extends AutoCloseable {
    /// What a recipe names.
    static TrainingData of(RecipeFile recipe, VisionTower tower, Backend backend, Console console) {
        return recipe.keys().containsKey("data")
                ? PhotoData.of(recipe, tower, backend, console)
                : WorldData.of(recipe, tower, backend, console);
    }

    /// Number of samples.
    int size();

    /// The caption of a sample.
    String caption(int sample);

    /// What the encoder says of the pictures.
    ImageSource images();

    /// Which samples each step of a stage trains on.
    Order order(long seed, int batch, String stage);

    /// Says what could not be used, and lists it in the run folder.
    default void report(Path folder, Console console) {}

    /// Stops what reads ahead.
    @Override
    default void close() {}
}
