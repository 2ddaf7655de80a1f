package io.blip2j.blip2.text;

import java.util.Arrays;

/// Text as code points, each of which knows the range of the original text that it stands for.
///
/// Normalising replaces, adds and drops characters; the ranges travel with them, so that a token can always say which
/// part of the user's text it came from. Values are immutable; [#slice] is a view and costs nothing.
final class AlignedText {
    private final int[] chars;
    private final int[] from;
    private final int[] to;
    private final int start;
    private final int length;

    private AlignedText(int[] chars, int[] from, int[] to, int start, int length) {
        this.chars = chars;
        this.from = from;
        this.to = to;
        this.start = start;
        this.length = length;
    }

    /// A text as it was given: every code point stands for itself. A lone surrogate, which UTF-8 cannot hold, becomes
    /// U+FFFD.
    static AlignedText of(String text) {
        int length = text.codePointCount(0, text.length());
        int[] chars = new int[length];
        int[] from = new int[length];
        int[] to = new int[length];
        int at = 0;
        for (int i = 0; i < length; i++) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            chars[i] = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c;
            from[i] = i;
            to[i] = i + 1;
        }
        return new AlignedText(chars, from, to, 0, length);
    }

    int length() {
        return length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /// The code point at a place.
    int at(int index) {
        return chars[start + index];
    }

    /// Where the original of the character at a place begins.
    int originalFrom(int index) {
        return from[start + index];
    }

    /// Where the original of the character at a place ends (exclusive).
    int originalTo(int index) {
        return to[start + index];
    }

    /// The characters `begin` to `end` (exclusive), as a view.
    AlignedText slice(int begin, int end) {
        return new AlignedText(chars, from, to, start + begin, end - begin);
    }

    /// The characters `begin` to `end` (exclusive) as a string.
    String text(int begin, int end) {
        return new String(chars, start + begin, end - begin);
    }

    @Override
    public String toString() {
        return text(0, length);
    }

    /// Builds the normalised form of one text.
    static final class Builder {
        private final AlignedText source;
        private int[] chars;
        private int[] from;
        private int[] to;
        private int size;

        Builder(AlignedText source) {
            this.source = source;
            int capacity = Math.max(16, source.length + source.length / 8);
            chars = new int[capacity];
            from = new int[capacity];
            to = new int[capacity];
        }

        /// Appends a character that stands for what the source's character at `index` stands for.
        void add(int c, int index) {
            if (size == chars.length) {
                int larger = size * 2;
                chars = Arrays.copyOf(chars, larger);
                from = Arrays.copyOf(from, larger);
                to = Arrays.copyOf(to, larger);
            }
            chars[size] = c;
            from[size] = source.originalFrom(index);
            to[size] = source.originalTo(index);
            size++;
        }

        AlignedText build() {
            return new AlignedText(chars, from, to, 0, size);
        }
    }
}
