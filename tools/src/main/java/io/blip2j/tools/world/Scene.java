package io.blip2j.tools.world;

import java.util.List;

/// What a picture shows.
///
/// @param kind one object, a pair, or several alike
/// @param objects the objects, in the order in which the caption names them
public record Scene(Kind kind, List<SceneObject> objects) {

    /// The three kinds of scenes.
    public enum Kind {
        /// One object, told with its position.
        SINGLE,
        /// Two different objects, told with their relation.
        PAIR,
        /// Two to four objects alike, told with their number.
        COUNT
    }

    /// Copies the list.
    public Scene {
        objects = List.copyOf(objects);
    }

    /// A pair in the order of its caption: the left one first if the columns differ more than the rows, else the
    /// upper one. Order and relation are thus functions of the picture, and equality of captions is a fair score.
    static Scene pair(SceneObject a, SceneObject b) {
        int columns = b.position().column() - a.position().column();
        int rows = b.position().row() - a.position().row();
        boolean inOrder = Math.abs(columns) > Math.abs(rows) ? columns > 0 : rows > 0;
        return new Scene(Kind.PAIR, inOrder ? List.of(a, b) : List.of(b, a));
    }

    /// The object named first.
    public SceneObject first() {
        return objects.getFirst();
    }

    /// The other object of a pair.
    SceneObject other(SceneObject object) {
        return object.equals(objects.getFirst()) ? objects.getLast() : objects.getFirst();
    }

    /// How the first object of a pair stands to the second: [Relation#LEFT_OF] or [Relation#ABOVE].
    public Relation relation() {
        Position a = objects.getFirst().position();
        Position b = objects.getLast().position();
        boolean beside = Math.abs(b.column() - a.column()) > Math.abs(b.row() - a.row());
        return beside ? Relation.LEFT_OF : Relation.ABOVE;
    }

    /// Whether any object is a held-out combination.
    public boolean heldOut() {
        return objects.stream().anyMatch(SceneObject::heldOut);
    }

    /// Whether an object of this colour and shape is there.
    public boolean has(ObjectColor color, ObjectShape shape) {
        return objects.stream().anyMatch(o -> o.is(color, shape));
    }
}
