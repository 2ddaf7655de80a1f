package io.blip2j.tools.world;

import java.util.ArrayList;
import java.util.List;

/// The one caption of a scene, 4 to 10 words.
///
/// | kind | caption |
/// |---|---|
/// | single | "a small red circle at the top left" |
/// | pair | "a small red circle left of a large blue square" |
/// | count | "three small green stars" |
public final class Captions {
    /// Number words, from one on.
    static final List<String> NUMBERS = List.of("one", "two", "three", "four");

    private Captions() {}

    /// The caption.
    public static String of(Scene scene) {
        SceneObject first = scene.first();
        return switch (scene.kind()) {
            case SINGLE -> "a " + first.phrase() + " at the " + first.position().words();
            case PAIR ->
                "a " + first.phrase() + " " + scene.relation().words() + " a "
                        + scene.objects().getLast().phrase();
            case COUNT -> String.join(" ", countWords(scene));
        };
    }

    /// The caption's facts in broken language: without a, at, the, and the words of each object phrase shuffled, such
    /// as "circle red small left of large square blue". A language model that can read this does not depend on the
    /// order of words.
    static String facts(Scene scene, WorldRandom random) {
        SceneObject first = scene.first();
        return switch (scene.kind()) {
            case SINGLE ->
                shuffled(words(first), random) + " " + first.position().words();
            case PAIR ->
                shuffled(words(first), random) + " " + scene.relation().words() + " "
                        + shuffled(words(scene.objects().getLast()), random);
            case COUNT -> shuffled(countWords(scene), random);
        };
    }

    private static List<String> words(SceneObject object) {
        return List.of(
                object.size().word(), object.color().word(), object.shape().word());
    }

    private static List<String> countWords(Scene scene) {
        SceneObject first = scene.first();
        return List.of(
                NUMBERS.get(scene.objects().size() - 1),
                first.size().word(),
                first.color().word(),
                first.shape().plural());
    }

    private static String shuffled(List<String> words, WorldRandom random) {
        List<String> copy = new ArrayList<>(words);
        random.shuffle(copy);
        return String.join(" ", copy);
    }
}
