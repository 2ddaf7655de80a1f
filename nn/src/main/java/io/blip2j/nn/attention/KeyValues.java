package io.blip2j.nn.attention;

import io.blip2j.core.op.index.IndexSelect;
import io.blip2j.core.op.update.Update;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// Keys and values of one layer's attention: those of another pass (the queries' for captioning, the encoder's
/// for a decoder), or a cache that grows while words are generated.
///
/// | tensor | shape |
/// |---|---|
/// | keys, values | `[batch, keys, hidden]`, heads not split |
public final class KeyValues {
    private Tensor keys;
    private Tensor values;
    private int[] lengths;

    /// An empty cache, filled by the first pass.
    public KeyValues() {}

    /// Keys and values that are there already, gradients included.
    public KeyValues(Tensor keys, Tensor values) {
        this.keys = keys;
        this.values = values;
    }

    public boolean isEmpty() {
        return keys == null;
    }

    public Tensor keys() {
        return keys;
    }

    public Tensor values() {
        return values;
    }

    /// How many keys each row has, once [#start] or [#append] was called.
    public int[] lengths() {
        return lengths;
    }

    /// Begins a cache with a first pass's keys and values, and room for more.
    /// @param rowLengths how many of them each row really has (the rest is padding that later keys replace)
    /// @param room keys that a row may have in the end
    public void start(Tensor firstKeys, Tensor firstValues, int[] rowLengths, int room) {
        keys = withRoom(firstKeys, room);
        values = withRoom(firstValues, room);
        lengths = rowLengths.clone();
    }

    private static Tensor withRoom(Tensor x, int room) {
        Tensor larger = Tensor.zeros(x.backend(), x.dim(0), room, x.dim(2)).keep();
        Update.write(x, larger.slice(1, 0, x.dim(1)));
        return larger;
    }

    /// Puts one more key and value, `[batch, 1, hidden]`, behind each row's last.
    /// @throws ShapeException if a row has no room left
    public void append(Tensor key, Tensor value) {
        int room = keys.dim(1);
        for (int row = 0; row < lengths.length; row++) {
            if (lengths[row] == room) {
                throw new ShapeException(
                        "key-value cache", "room for " + room + " keys is used up. Start it with more");
            }
            put(key, keys, row);
            put(value, values, row);
            lengths[row]++;
        }
    }

    private void put(Tensor from, Tensor into, int row) {
        Tensor place = into.slice(0, row, row + 1).slice(1, lengths[row], lengths[row] + 1);
        Update.write(from.slice(0, row, row + 1), place);
    }

    /// Gives one row the keys and values of another.
    public void copyRow(int from, int to) {
        int length = lengths[from];
        copyRow(keys, from, to, length);
        copyRow(values, from, to, length);
        lengths[to] = length;
    }

    private static void copyRow(Tensor cache, int from, int to, int length) {
        Tensor source = cache.slice(0, from, from + 1).slice(1, 0, length);
        Update.write(source, cache.slice(0, to, to + 1).slice(1, 0, length));
    }

    /// Rows of this one in a new one, in any order, some perhaps repeated: what happens to beams.
    public KeyValues select(int[] rows) {
        long[] ids = new long[rows.length];
        int[] moved = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            ids[i] = rows[i];
            moved[i] = lengths == null ? 0 : lengths[rows[i]];
        }
        Tensor index = Tensor.of(keys.backend(), ids, ids.length);
        KeyValues selected = new KeyValues(
                IndexSelect.of(keys, 0, index).keep(),
                IndexSelect.of(values, 0, index).keep());
        selected.lengths = lengths == null ? null : moved;
        return selected;
    }

    /// One set of keys and values `[1, keys, hidden]` seen by a whole batch, without a copy.
    public KeyValues expand(int batch) {
        return new KeyValues(keys.expand(batch, -1, -1), values.expand(batch, -1, -1));
    }

    /// Shape of the keys.
    public Shape shape() {
        return keys.shape();
    }
}
