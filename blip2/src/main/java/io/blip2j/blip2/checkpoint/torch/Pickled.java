package io.blip2j.blip2.checkpoint.torch;

import io.blip2j.core.shape.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a pickle may hold: plain values, tensors, and things that are passed over. Nothing of it is code.
///
/// `depth` is how many containers lie inside one another there; it is bounded while the pickle is read.
sealed interface Pickled {
    /// Containers inside one another, 0 for what is none.
    default int depth() {
        return 0;
    }

    /// `None`.
    record None() implements Pickled {}

    record Bool(boolean value) implements Pickled {}

    record Int(long value) implements Pickled {}

    record Real(double value) implements Pickled {}

    record Text(String value) implements Pickled {}

    /// A class or function by its name, never looked up.
    record Global(String module, String name) implements Pickled {
        String qualified() {
            return module + "." + name;
        }
    }

    /// An object of a class that says nothing about weights: kept as its name alone.
    record Passed(String name) implements Pickled {}

    /// The numbers of one or several tensors: one entry of the archive.
    ///
    /// @param key the entry's name below `data/`
    /// @param type of its numbers; null: one that we do not compute with
    /// @param typeName as the file has it, such as `FloatStorage`
    /// @param size how many numbers
    record StoredNumbers(String key, DType type, String typeName, long size) implements Pickled {}

    /// A view of stored numbers.
    record StoredTensor(StoredNumbers numbers, long offset, long[] dims, long[] strides) implements Pickled {}

    record Tuple(List<Pickled> items, int depth) implements Pickled {}

    /// A list, filled while the pickle is read.
    final class Items implements Pickled {
        private final List<Pickled> values = new ArrayList<>();
        private int depth = 1;

        void add(Pickled value) {
            values.add(value);
            depth = Math.max(depth, value.depth() + 1);
        }

        List<Pickled> values() {
            return values;
        }

        @Override
        public int depth() {
            return depth;
        }
    }

    /// A dictionary, filled while the pickle is read. Only what lies under a text is kept: nothing that names
    /// weights lies under anything else.
    final class Dict implements Pickled {
        private final Map<String, Pickled> values = new LinkedHashMap<>();
        private int depth = 1;

        void put(Pickled key, Pickled value) {
            if (key instanceof Text text) {
                values.put(text.value(), value);
            }
            depth = Math.max(depth, Math.max(key.depth(), value.depth()) + 1);
        }

        Pickled get(String key) {
            return values.get(key);
        }

        Map<String, Pickled> values() {
            return values;
        }

        @Override
        public int depth() {
            return depth;
        }
    }
}
