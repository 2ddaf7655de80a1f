package io.blip2j.tools.world;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Every word of captions, questions, answers and documents.
public final class WorldWords {
    private static final List<String> GRAMMAR =
            List.of("a", "an", "the", "at", "of", "is", "are", "there", "what", "where", "how", "many");
    private static final List<String> NOUNS =
            List.of("color", "shape", "size", "object", "objects", "question", "answer");
    private static final List<String> MARKS = List.of(":", "?", Prompts.T5_SEPARATOR);

    private WorldWords() {}

    /// All words and marks, each once, in a fixed order; "question:" counts as "question" and ":".
    public static List<String> all() {
        Set<String> words = new LinkedHashSet<>(GRAMMAR);
        words.addAll(NOUNS);
        words.addAll(List.of("yes", "no"));
        words.addAll(Captions.NUMBERS);
        ObjectSize.ALL.forEach(size -> words.add(size.word()));
        ObjectColor.ALL.forEach(color -> words.add(color.word()));
        ObjectShape.ALL.forEach(shape -> words.addAll(List.of(shape.word(), shape.plural())));
        Position.ALL.forEach(position -> words.addAll(List.of(position.words().split(" ", -1))));
        for (Relation relation : Relation.values()) {
            words.addAll(List.of(relation.words().split(" ", -1)));
        }
        words.addAll(MARKS);
        return List.copyOf(words);
    }
}
