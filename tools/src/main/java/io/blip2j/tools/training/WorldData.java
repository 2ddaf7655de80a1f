package io.blip2j.tools.training;

import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.train.ImageSource;
import io.blip2j.blip2.train.ImageTokens;
import io.blip2j.blip2.train.Order;
import io.blip2j.blip2.train.Shuffle;
import io.blip2j.blip2.vit.VisionTower;
import io.blip2j.core.backend.Backend;
import io.blip2j.tools.cli.Console;
import io.blip2j.tools.cli.Progress;
import io.blip2j.tools.miniature.WorldPixels;
import io.blip2j.tools.world.World;

/// The drawn world as training data.
///
/// @param pictures drawn
/// @param tokens what the frozen encoder says of them
public record WorldData(WorldPixels pictures, ImageTokens tokens) implements TrainingData {
    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public String caption(int sample) {
        return pictures.sample(sample).caption();
    }

    @Override
    public ImageSource images() {
        return tokens;
    }

    @Override
    public Order order(long seed, int batch, String stage) {
        return new Shuffle(size(), seed, stage);
    }

    /// Draws the world that a recipe names (`world: {seed, images}`) and runs the encoder over it.
    public static WorldData of(RecipeFile recipe, VisionTower tower, Backend backend, Console console) {
        long seed = recipe.number("world", "seed");
        int images = Math.toIntExact(recipe.number("world", "images"));
        WorldPixels pictures = new WorldPixels(
                World.training(seed, images),
                ImageProcessor.blip2(tower.config().imageSize()));
        return new WorldData(pictures, tokens(pictures, tower, backend, console));
    }

    /// What the encoder says of pictures.
    public static ImageTokens tokens(WorldPixels pictures, VisionTower tower, Backend backend, Console console) {
        try (Progress progress = console.progress("encoding pictures", pictures.size())) {
            return ImageTokens.of(tower, pictures, backend, progress::update);
        }
    }
}
