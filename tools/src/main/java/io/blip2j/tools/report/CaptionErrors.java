package io.blip2j.tools.report;

import io.blip2j.tools.world.ObjectColor;
import io.blip2j.tools.world.ObjectShape;
import io.blip2j.tools.world.ObjectSize;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Says what is wrong with a caption: its words of each kind are compared, in order, with the reference's.
final class CaptionErrors {
    /// The kinds of mistakes.
    enum Kind {
        COLOR("color", "a wrong color"),
        SHAPE("shape", "a wrong shape"),
        SIZE("size", "a wrong size"),
        POSITION("position", "a wrong position"),
        RELATION("relation", "a wrong relation"),
        NUMBER("number", "a wrong number"),
        SWAPPED("swapped", "the right words on the wrong objects"),
        WORDING("wording", "other words, or none");

        private final String word;
        private final String text;

        Kind(String word, String text) {
            this.word = word;
            this.text = text;
        }

        /// One word, for a badge.
        String word() {
            return word;
        }

        /// A few words, for a list.
        String text() {
            return text;
        }
    }

    private static final Set<String> NUMBERS = Set.of("one", "two", "three", "four");
    private static final Set<String> SIDES = Set.of("top", "bottom", "left", "right", "center");

    private CaptionErrors() {}

    /// The mistakes of a caption; none if it equals the reference.
    static Set<Kind> of(String reference, String caption) {
        Set<Kind> errors = EnumSet.noneOf(Kind.class);
        if (reference.equals(caption)) {
            return errors;
        }
        Map<Kind, List<String>> wanted = words(reference);
        Map<Kind, List<String>> said = words(caption);
        for (Kind kind : wanted.keySet()) {
            if (!wanted.get(kind).equals(said.get(kind))) {
                errors.add(sorted(wanted.get(kind)).equals(sorted(said.get(kind))) ? Kind.SWAPPED : kind);
            }
        }
        if (errors.isEmpty()) {
            errors.add(Kind.WORDING);
        }
        return errors;
    }

    /// The words of each kind, in order; a plural counts as its singular, so that only the number differs.
    private static Map<Kind, List<String>> words(String caption) {
        Map<Kind, List<String>> words = new EnumMap<>(Kind.class);
        for (Kind kind : List.of(Kind.COLOR, Kind.SHAPE, Kind.SIZE, Kind.POSITION, Kind.RELATION, Kind.NUMBER)) {
            words.put(kind, new ArrayList<>());
        }
        String[] parts = caption.split(" ", -1);
        for (int i = 0; i < parts.length; i++) {
            String word = parts[i];
            boolean beforeOf = i + 1 < parts.length && parts[i + 1].equals("of");
            if (word.equals("above") || word.equals("below") || beforeOf) {
                words.get(Kind.RELATION).add(word);
            } else if (SIDES.contains(word)) {
                words.get(Kind.POSITION).add(word);
            } else if (NUMBERS.contains(word)) {
                words.get(Kind.NUMBER).add(word);
            } else {
                addAttribute(words, word);
            }
        }
        return words;
    }

    private static void addAttribute(Map<Kind, List<String>> words, String word) {
        for (ObjectColor color : ObjectColor.ALL) {
            if (color.word().equals(word)) {
                words.get(Kind.COLOR).add(word);
            }
        }
        for (ObjectSize size : ObjectSize.ALL) {
            if (size.word().equals(word)) {
                words.get(Kind.SIZE).add(word);
            }
        }
        for (ObjectShape shape : ObjectShape.ALL) {
            if (shape.word().equals(word) || shape.plural().equals(word)) {
                words.get(Kind.SHAPE).add(shape.word());
            }
        }
    }

    private static List<String> sorted(List<String> words) {
        return words.stream().sorted().toList();
    }
}
