package io.blip2j.tools.world;

import java.util.List;

/// The two sizes; the ordinal is the number `z` of the held-out rule and of the encoder's labels.
public enum ObjectSize {
    SMALL("small", 4.8),
    LARGE("large", 7.4);

    /// Both, in order.
    public static final List<ObjectSize> ALL = List.of(values());

    private final String word;
    private final double radius;

    ObjectSize(String word, double radius) {
        this.word = word;
        this.radius = radius;
    }

    /// The word of captions, "small" or "large".
    public String word() {
        return word;
    }

    /// The mean radius in pixels; a cell is 16 wide.
    double radius() {
        return radius;
    }
}
