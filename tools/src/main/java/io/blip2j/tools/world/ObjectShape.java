package io.blip2j.tools.world;

import java.util.List;

/// The six shapes; the ordinal is the number `s` of the held-out rule and of the encoder's labels.
public enum ObjectShape {
    CIRCLE("circle", "circles"),
    SQUARE("square", "squares"),
    TRIANGLE("triangle", "triangles"),
    STAR("star", "stars"),
    CROSS("cross", "crosses"),
    RING("ring", "rings");

    /// All of them, in order.
    public static final List<ObjectShape> ALL = List.of(values());

    private final String word;
    private final String plural;

    ObjectShape(String word, String plural) {
        this.word = word;
        this.plural = plural;
    }

    /// The word for one, such as "cross".
    public String word() {
        return word;
    }

    /// The word for several, such as "crosses".
    public String plural() {
        return plural;
    }
}
