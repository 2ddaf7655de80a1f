package io.blip2j.tools.training;

import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.opt.OptForCausalLm;
import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.blip2.text.WordTokenizers;
import io.blip2j.blip2.towers.TowerFolder;
import io.blip2j.blip2.train.ImageTokens;
import io.blip2j.blip2.train.Recipe;
import io.blip2j.blip2.vit.VisionTower;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.parallel.Workers;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.state.StateDict;
import io.blip2j.tools.miniature.MiniModels;
import io.blip2j.tools.miniature.WorldPixels;
import io.blip2j.tools.world.World;
import io.blip2j.tools.world.WorldWords;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Trains both stages for 50 steps each on a few pictures and says the SHA-256 of all weights; run in JVMs of its
/// own by [SameBitsTest], with other threads and vector widths.
public final class SameBits {
    private static final int STEPS = 50;

    private SameBits() {}

    /// Arguments: a folder to write to, and the number of threads.
    public static void main(String[] args) {
        Workers.useThreads(Integer.parseInt(args[1]));
        System.out.println("hash " + hash(Path.of(args[0])));
    }

    static String hash(Path folder) {
        Backend backend = Backends.named("vector");
        Tokenizer words = WordTokenizers.writeByteLevelBpe(folder.resolve("words"), WorldWords.all());
        WordTokenizers.writeWordPiece(folder.resolve("bert"), WorldWords.all());
        VisionTower tower = VisionTower.of(MiniModels.vision());
        MiniModels.initialVision().apply(tower, backend, 7);
        OptForCausalLm language = new OptForCausalLm(MiniModels.opt(words));
        int rows = positions(language).shape().dim(0);
        MiniModels.initialOpt(rows).apply(language, backend, 7);
        Tokenizers.copy(folder.resolve("words"), folder.resolve("language"));
        TowerFolder.save(language, folder.resolve("language"));
        tower.freezeTower();

        WorldPixels pictures = new WorldPixels(World.training(7, 64), ImageProcessor.blip2(48));
        ImageTokens tokens = ImageTokens.of(tower, pictures, backend, _ -> {});
        WorldData data = new WorldData(pictures, tokens);
        Stage1Run first = new Stage1Run(recipe(folder, Map.of("tokenizer", "bert")), tower, data, folder);
        String stage1 = StateDict.hash(first.run(backend, _ -> {}, () -> false).model());
        Map<String, Object> keys = Map.of("stage1", "stage1", "language", "language");
        Stage2Run second = new Stage2Run(recipe(folder, keys), data, folder);
        return stage1 + " "
                + StateDict.hash(second.run(backend, _ -> {}, () -> false).model());
    }

    private static RecipeFile recipe(Path folder, Map<String, Object> more) {
        Map<String, Object> keys =
                new LinkedHashMap<>(Recipe.phase(7, STEPS, 8, 1e-3).toMap());
        keys.putAll(more);
        return new RecipeFile("test", folder, keys);
    }

    private static Parameter positions(OptForCausalLm model) {
        return model.parameters().stream()
                .filter(parameter -> parameter.path().endsWith("embed_positions.weight"))
                .findFirst()
                .orElseThrow();
    }
}
