package io.blip2j.tools.world;

/// One object of a scene.
///
/// @param color its colour
/// @param shape its shape
/// @param size its size
/// @param position the cell it lies in
public record SceneObject(ObjectColor color, ObjectShape shape, ObjectSize size, Position position) {

    /// Size, colour and shape in words: "small red circle".
    public String phrase() {
        return size.word() + " " + name();
    }

    /// Colour and shape in words: "red circle".
    public String name() {
        return color.word() + " " + shape.word();
    }

    /// Whether this combination is kept from training: `(c + 2s + 3z) mod 7 == 0`, 12 of the 84.
    ///
    /// Every colour, shape and size is seen in training, and so is every pair of them; only the triple is new.
    public boolean heldOut() {
        return (color.ordinal() + 2 * shape.ordinal() + 3 * size.ordinal()) % 7 == 0;
    }

    /// Whether colour and shape are the given ones.
    boolean is(ObjectColor otherColor, ObjectShape otherShape) {
        return color == otherColor && shape == otherShape;
    }
}
