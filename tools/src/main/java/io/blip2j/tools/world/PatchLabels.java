package io.blip2j.tools.world;

/// What lies in each of the nine cells: labels for the image encoder's own training, where patch = cell.
///
/// This is strong supervision (every cell's attributes are told), and the report says so. Nothing of language is in
/// it: no caption, no relation, no name.
///
/// | label | classes |
/// |---|---|
/// | [#color] | 7 and empty |
/// | [#shape] | 6 and empty |
/// | [#size] | 2 and empty |
/// | [#row], [#column] | 3, of the cell itself, empty or not |
/// | [#count] | 4: one to four objects in the picture |
public final class PatchLabels {
    /// Number of cells of a picture.
    public static final int CELLS = 9;

    /// Classes of [#color]; the last is empty.
    public static final int COLORS = 8;

    /// Classes of [#shape]; the last is empty.
    public static final int SHAPES = 7;

    /// Classes of [#size]; the last is empty.
    public static final int SIZES = 3;

    /// Classes of [#row] and of [#column].
    public static final int ROWS = 3;

    /// Classes of [#count].
    public static final int COUNTS = 4;

    private final SceneObject[] cells = new SceneObject[CELLS];
    private final int objects;

    private PatchLabels(Scene scene) {
        for (SceneObject object : scene.objects()) {
            cells[object.position().ordinal()] = object;
        }
        this.objects = scene.objects().size();
    }

    /// The labels of a scene.
    public static PatchLabels of(Scene scene) {
        return new PatchLabels(scene);
    }

    /// Colour class of a cell, `COLORS - 1` if it is empty.
    public int color(int cell) {
        return cells[cell] == null ? COLORS - 1 : cells[cell].color().ordinal();
    }

    /// Shape class of a cell, `SHAPES - 1` if it is empty.
    public int shape(int cell) {
        return cells[cell] == null ? SHAPES - 1 : cells[cell].shape().ordinal();
    }

    /// Size class of a cell, `SIZES - 1` if it is empty.
    public int size(int cell) {
        return cells[cell] == null ? SIZES - 1 : cells[cell].size().ordinal();
    }

    /// Row of a cell.
    public static int row(int cell) {
        return cell / 3;
    }

    /// Column of a cell.
    public static int column(int cell) {
        return cell % 3;
    }

    /// Class of the number of objects: 0 for one.
    public int count() {
        return objects - 1;
    }
}
