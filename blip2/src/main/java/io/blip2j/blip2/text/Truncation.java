package io.blip2j.blip2.text;

import io.blip2j.core.InputException;

/// Cuts a text, or the longer one of a pair first, so that it fits with its special tokens.
///
/// @param room tokens left for the texts, or -1 for no cutting
/// @param fromRight whether the end is cut off
///
/// **Source:** `LongestFirst` of tokenizers 0.23: a pair of lengths n1 ≤ n2 keeps n1 where it fits, else both get
/// half.
record Truncation(int room, boolean fromRight) {
    static Truncation of(BatchOptions options, int special) {
        if (!options.truncate()) {
            return new Truncation(-1, true);
        }
        int room = options.maxLength() - special;
        if (room < 0) {
            throw new InputException(
                    InputException.Kind.USAGE,
                    "TOK-RANGE",
                    "max_length",
                    Integer.toString(options.maxLength()),
                    "at least the " + special + " special tokens",
                    "Raise max_length");
        }
        return new Truncation(room, options.truncationSide() == BatchOptions.Side.RIGHT);
    }

    /// What is kept of the first text; `second` may be null.
    Encoding first(Encoding first, Encoding second) {
        return cut(
                first,
                second == null ? room : kept(first.length(), second.length(), first.length() <= second.length()));
    }

    /// What is kept of the second text; null stays null.
    Encoding second(Encoding first, Encoding second) {
        return second == null
                ? null
                : cut(second, kept(second.length(), first.length(), second.length() < first.length()));
    }

    private int kept(int own, int other, boolean isShorter) {
        if (room < 0 || own + other <= room) {
            return own;
        }
        int shorter = Math.min(own, other);
        int longer = Math.max(shorter, room - shorter);
        if (shorter + longer > room) {
            shorter = room / 2;
            longer = shorter + room % 2;
        }
        return isShorter ? shorter : longer;
    }

    private Encoding cut(Encoding text, int keep) {
        if (keep < 0 || text.length() <= keep) {
            return text;
        }
        return fromRight ? text.slice(0, keep) : text.slice(text.length() - keep, text.length());
    }
}
