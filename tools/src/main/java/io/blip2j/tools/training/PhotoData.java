package io.blip2j.tools.training;

import io.blip2j.blip2.data.BadSample;
import io.blip2j.blip2.data.BadSamples;
import io.blip2j.blip2.data.DataSet;
import io.blip2j.blip2.data.DataSpec;
import io.blip2j.blip2.data.Mixture;
import io.blip2j.blip2.data.PictureFeed;
import io.blip2j.blip2.data.Sample;
import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.image.TrainingView;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.text.LavisText;
import io.blip2j.blip2.train.ImageSource;
import io.blip2j.blip2.train.Order;
import io.blip2j.blip2.vit.VisionTower;
import io.blip2j.core.InputException;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.parallel.Workers;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import io.blip2j.tools.cli.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Data sets of pictures with captions: pictures are read on background threads, seen through LAVIS's training
/// view, and encoded when their batch is trained on.
///
/// Each caption of a picture is a sample. A recipe may say `augment: false` (the whole picture each time) and
/// `max_bad` (the part of bad samples that is borne, 0.02).
public final class PhotoData implements TrainingData {
    private static final List<String> PATHS = List.of("path", "images", "annotations");

    private final List<DataSet> sets;
    private final double[] ratios;
    private final boolean augment;
    private final VisionTower tower;
    private final Backend backend;
    private final BadSamples bad;
    private final List<Sample> samples;
    private PictureFeed feed;
    private PictureFeed.Batch current;

    private PhotoData(
            List<DataSet> sets, double[] ratios, boolean augment, VisionTower tower, Backend backend, BadSamples bad) {
        this.sets = sets;
        this.ratios = ratios;
        this.augment = augment;
        this.tower = tower;
        this.backend = backend;
        this.bad = bad;
        samples = new Mixture(sets, ratios, 0).samples();
    }

    /// Opens the sets of a recipe.
    static PhotoData of(RecipeFile recipe, VisionTower tower, Backend backend, Console console) {
        List<DataSet> sets = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        double limit = number(recipe, "max_bad", recipe.keys().getOrDefault("max_bad", BadSamples.LIMIT));
        BadSamples bad = new BadSamples(recipe.source() + ", key data", limit);
        for (Map<String, Object> entry : entries(recipe)) {
            DataSet set = DataSet.open(new DataSpec(
                    path(recipe, entry, "path"),
                    path(recipe, entry, "images"),
                    path(recipe, entry, "annotations"),
                    entry.get("split") == null ? null : entry.get("split").toString()));
            set.bad().forEach(bad::bad);
            sets.add(new DataSet(set.name(), set.format(), eachCaption(set.samples()), set.bad()));
            if (entry.get("ratio") != null) {
                ratios.add(number(recipe, "ratio", entry.get("ratio")));
            }
            console.note(set.name() + ": " + set.format() + ", " + set.samples().size() + " samples, "
                    + set.bad().size() + " bad");
        }
        boolean augment = !"false".equals(String.valueOf(recipe.keys().get("augment")));
        double[] weights = ratios.stream().mapToDouble(Double::doubleValue).toArray();
        return new PhotoData(sets, weights, augment, tower, backend, bad);
    }

    /// The recipe with paths that do not depend on where it lies.
    static RecipeFile absolute(RecipeFile recipe) {
        if (!recipe.keys().containsKey("data")) {
            return recipe;
        }
        List<Map<String, Object>> moved = entries(recipe);
        for (Map<String, Object> entry : moved) {
            for (String key : PATHS) {
                if (entry.get(key) != null) {
                    entry.put(
                            key,
                            path(recipe, entry, key)
                                    .toAbsolutePath()
                                    .normalize()
                                    .toString());
                }
            }
        }
        Map<String, Object> keys = new LinkedHashMap<>(recipe.keys());
        keys.put("data", moved);
        return new RecipeFile(recipe.source(), recipe.folder(), keys);
    }

    private static List<Map<String, Object>> entries(RecipeFile recipe) {
        List<Map<String, Object>> entries = new ArrayList<>();
        if (recipe.keys().get("data") instanceof List<?> list) {
            for (Object item : list) {
                Map<String, Object> entry = new LinkedHashMap<>();
                if (item instanceof Map<?, ?> map) {
                    map.forEach((key, value) -> entry.put(String.valueOf(key), value));
                }
                if (entry.get("path") == null) {
                    throw wrong(recipe, "data", String.valueOf(item), "{path: ..., ratio: ...}");
                }
                entries.add(entry);
            }
        }
        if (entries.isEmpty()) {
            throw wrong(recipe, "data", String.valueOf(recipe.keys().get("data")), "a list of {path: ..., ratio: ...}");
        }
        return entries;
    }

    private static Path path(RecipeFile recipe, Map<String, Object> entry, String key) {
        Object value = entry.get(key);
        return value == null ? null : recipe.folder().resolve(value.toString());
    }

    private static double number(RecipeFile recipe, String key, Object value) {
        try {
            return Double.parseDouble(String.valueOf(value));
        } catch (NumberFormatException notANumber) {
            throw wrong(recipe, key, String.valueOf(value), "a number");
        }
    }

    private static InputException wrong(RecipeFile recipe, String key, String found, String expected) {
        return new InputException(
                InputException.Kind.CONFIG,
                "RECIPE-DATA",
                recipe.source() + ", key " + key,
                found,
                expected,
                "Correct the recipe");
    }

    private static List<Sample> eachCaption(List<Sample> samples) {
        List<Sample> each = new ArrayList<>();
        for (Sample sample : samples) {
            for (String text : sample.texts()) {
                each.add(Sample.captions(sample.key(), sample.picture(), sample.imageId(), List.of(text)));
            }
        }
        return each;
    }

    @Override
    public int size() {
        return samples.size();
    }

    @Override
    public String caption(int sample) {
        return LavisText.caption(samples.get(sample).texts().getFirst(), LavisText.MAX_WORDS);
    }

    /// {@inheritDoc} A batch asked for again is the same; the next one is being read meanwhile.
    @Override
    public Order order(long seed, int batch, String stage) {
        close();
        feed = new PictureFeed(
                new Mixture(sets, ratios, seed),
                augment ? TrainingView.blip2() : null,
                ImageProcessor.blip2(tower.config().imageSize()),
                bad,
                seed,
                batch,
                Math.max(1, Workers.shared().count() / 2));
        return (step, _) -> {
            current = feed.at(step);
            return current.samples();
        };
    }

    @Override
    public ImageSource images() {
        return numbers -> {
            int side = tower.config().imageSize();
            try (NoGrad _ = NoGrad.open()) {
                Tensor pixels = Tensor.of(backend, current.pixels(), numbers.length, 3, side, side);
                return tower.tokens(pixels, false, Pass.EVALUATION, Recorder.NONE); // [batch, tokens, hidden]
            }
        };
    }

    @Override
    public void report(Path folder, Console console) {
        console.note(String.format(Locale.ROOT, "waited %.1f s for pictures", feed == null ? 0 : feed.waitedSeconds()));
        List<BadSample> listed = bad.listed();
        if (!listed.isEmpty()) {
            bad.write(folder.resolve("bad-samples.jsonl"));
            console.warn(listed.size() + " bad samples (met: " + bad.summary() + "), listed in "
                    + folder.resolve("bad-samples.jsonl"));
        }
    }

    @Override
    public void close() {
        if (feed != null) {
            feed.close();
        }
    }
}
