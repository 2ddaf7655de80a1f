package io.blip2j.tools.world;

import java.util.List;

/// The nine cells of a picture, row by row; the ordinal is the cell's number and, with patches of 16 pixels, the
/// patch's number.
public enum Position {
    TOP_LEFT("top left"),
    TOP("top"),
    TOP_RIGHT("top right"),
    LEFT("left"),
    CENTER("center"),
    RIGHT("right"),
    BOTTOM_LEFT("bottom left"),
    BOTTOM("bottom"),
    BOTTOM_RIGHT("bottom right");

    /// All of them, in order.
    public static final List<Position> ALL = List.of(values());

    private final String words;

    Position(String words) {
        this.words = words;
    }

    /// The words of captions, such as "top left".
    public String words() {
        return words;
    }

    /// 0 at the top, 2 at the bottom.
    public int row() {
        return ordinal() / 3;
    }

    /// 0 at the left, 2 at the right.
    public int column() {
        return ordinal() % 3;
    }
}
