package io.blip2j.blip2.text;

import java.util.Arrays;

/// A rewriting as the reference records it: characters in order, each with how far it moves in the source.
///
/// A change of 0 takes the place of the next source character, 1 is added beside the one before, -n also swallows
/// the n source characters that follow. Where a replacement is empty its loss is booked on the character before
/// it, and a loss at the very beginning on none at all: offsets then lag behind. That is the reference's
/// behaviour, kept so that offsets agree.
///
/// **Source:** `NormalizedString::transform` and `Precompiled` of tokenizers 0.23.
final class Edits {
    private final AlignedText source;
    private int[] chars;
    private int[] changes;
    private int size;
    private boolean modified;

    Edits(AlignedText source) {
        this.source = source;
        chars = new int[source.length() + 16];
        changes = new int[source.length() + 16];
    }

    /// The next source character stays.
    void keep(int c) {
        add(c);
    }

    /// The next `count` source characters become `text`.
    void replace(int count, String text) {
        modified = true;
        int added = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            add(text.codePointAt(i));
            added++;
        }
        for (int i = size - 1; i >= size - (added - count); i--) {
            changes[i] = 1;
        }
        if (added < count && size > 0) {
            changes[size - 1] -= count - added;
        }
    }

    private void add(int c) {
        if (size == chars.length) {
            chars = Arrays.copyOf(chars, size * 2);
            changes = Arrays.copyOf(changes, size * 2);
        }
        chars[size] = c;
        changes[size] = 0;
        size++;
    }

    /// The rewritten text.
    AlignedText build() {
        if (!modified) {
            return source;
        }
        AlignedText.Builder out = new AlignedText.Builder(source);
        int last = source.length() - 1;
        int cursor = 0;
        for (int i = 0; i < size; i++) {
            boolean added = changes[i] > 0;
            out.add(chars[i], Math.clamp(added ? cursor - 1 : cursor, 0, last));
            cursor += added ? 0 : 1 - changes[i];
        }
        return out.build();
    }
}
