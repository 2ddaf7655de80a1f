package io.blip2j.tools.world;

/// Where one of two objects is, seen from the other.
public enum Relation {
    LEFT_OF("left of"),
    RIGHT_OF("right of"),
    ABOVE("above"),
    BELOW("below");

    private final String words;

    Relation(String words) {
        this.words = words;
    }

    /// The words of captions and answers.
    public String words() {
        return words;
    }

    /// The same fact told from the other object: `a LEFT_OF b` is `b RIGHT_OF a`.
    public Relation inverse() {
        return switch (this) {
            case LEFT_OF -> RIGHT_OF;
            case RIGHT_OF -> LEFT_OF;
            case ABOVE -> BELOW;
            case BELOW -> ABOVE;
        };
    }
}
