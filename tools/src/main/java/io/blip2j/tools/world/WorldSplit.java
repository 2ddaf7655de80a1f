package io.blip2j.tools.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// One set of pictures, drawn when asked for: sample `i` depends on (seed, set, `i`) alone.
///
/// Any number of threads may draw from one split at once.
public final class WorldSplit {
    private final String name;
    private final Combinations combinations;
    private final long seed;
    private final int size;

    WorldSplit(String name, Combinations combinations, long seed, int size) {
        this.name = name;
        this.combinations = combinations;
        this.seed = seed;
        this.size = size;
    }

    /// The set's name: training, validation or test.
    public String name() {
        return name;
    }

    /// Number of samples.
    public int size() {
        return size;
    }

    /// What sample `index` shows, without drawing it.
    public Scene scene(int index) {
        Objects.checkIndex(index, size);
        return SceneSampler.sample(new WorldRandom(seed, name + "/scene", index), combinations);
    }

    /// Sample `index`.
    public Sample sample(int index) {
        return sample(index, new SceneRenderer());
    }

    /// Samples `from` to `to - 1`; two threads may draw a half each.
    public List<Sample> samples(int from, int to) {
        SceneRenderer renderer = new SceneRenderer();
        List<Sample> samples = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            samples.add(sample(i, renderer));
        }
        return samples;
    }

    /// All samples, in order.
    public List<Sample> all() {
        return samples(0, size);
    }

    private Sample sample(int index, SceneRenderer renderer) {
        Scene scene = scene(index);
        Picture picture = renderer.render(scene, new WorldRandom(seed, name + "/pixels", index));
        List<Question> questions = Questions.of(scene, new WorldRandom(seed, name + "/questions", index));
        return new Sample(index, scene, picture, Captions.of(scene), questions);
    }
}
