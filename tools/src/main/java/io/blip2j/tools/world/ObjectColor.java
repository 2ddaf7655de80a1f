package io.blip2j.tools.world;

import java.util.List;

/// The seven colours; the ordinal is the number `c` of the held-out rule and of the encoder's labels.
public enum ObjectColor {
    RED("red", 0.85, 0.16, 0.16),
    ORANGE("orange", 0.95, 0.52, 0.10),
    YELLOW("yellow", 0.95, 0.86, 0.16),
    GREEN("green", 0.18, 0.65, 0.27),
    CYAN("cyan", 0.18, 0.78, 0.84),
    BLUE("blue", 0.16, 0.32, 0.85),
    PURPLE("purple", 0.58, 0.22, 0.76);

    /// All of them, in order.
    public static final List<ObjectColor> ALL = List.of(values());

    private final String word;
    private final double red;
    private final double green;
    private final double blue;

    ObjectColor(String word, double red, double green, double blue) {
        this.word = word;
        this.red = red;
        this.green = green;
        this.blue = blue;
    }

    /// The word of captions, such as "red".
    public String word() {
        return word;
    }

    /// "a" or "an", as the word asks for.
    public String article() {
        return this == ORANGE ? "an" : "a";
    }

    /// The mean value of one channel (0 red, 1 green, 2 blue), in `[0, 1]`.
    double channel(int channel) {
        return channel == 0 ? red : channel == 1 ? green : blue;
    }
}
