package io.blip2j.blip2.text;

import io.blip2j.core.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.Locale;

/// SentencePiece's precompiled character map (`nmt_nfkc` and others): short byte strings and what they become.
///
/// The blob is `[u32 size of the trie][trie][replacements, each ended by a zero byte]`; the trie is a double array of
/// little-endian 32-bit units (Darts): bits 0-7 and 31 label, bit 8 has a leaf, bits 10-30 offset, bit 9 shifts it.
///
/// As a [Normalizer] it does what the `tokenizers` library does, which is not what SentencePiece does: a grapheme of
/// less than six bytes is replaced as a whole by what its **shortest** known prefix becomes, other text character by
/// character. [SentencePiece] itself takes the longest match; both are here on one trie.
///
/// **Source:** `Precompiled` of tokenizers 0.23; `normalizer.cc` of SentencePiece 0.2.3.
final class CharacterMap implements Normalizer {
    private static final int WHOLE_GRAPHEME_BYTES = 6;

    private final int[] trie;
    private final byte[] replacements;
    private final byte[] blob;

    private CharacterMap(int[] trie, byte[] replacements, byte[] blob) {
        this.trie = trie;
        this.replacements = replacements;
        this.blob = blob;
    }

    /// Reads a blob.
    ///
    /// @param what the file, for error texts
    static CharacterMap parse(byte[] blob, String what) {
        int size = blob.length < 4
                ? -1
                : ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (size < 4 || size % 4 != 0 || size > blob.length - 4) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "TOK-UNIGRAM",
                    what + ": character map",
                    blob.length + " bytes with a trie of " + size,
                    "a trie size that is a positive multiple of 4 and fits the bytes",
                    "Take the tokenizer from the model's own folder again");
        }
        int[] trie = new int[size / 4];
        ByteBuffer.wrap(blob, 4, size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(trie);
        byte[] replacements = new byte[blob.length - 4 - size];
        System.arraycopy(blob, 4 + size, replacements, 0, replacements.length);
        return new CharacterMap(trie, replacements, blob);
    }

    /// The blob that was read.
    byte[] blob() {
        return blob.clone();
    }

    /// The longest or shortest key that `bytes[begin, end)` begins with, as (length << 32 | place of its
    /// replacement), or -1.
    long match(byte[] bytes, int begin, int end, boolean longest) {
        long found = -1;
        int node = offset(trie[0]);
        for (int i = begin; i < end; i++) {
            int label = bytes[i] & 0xFF;
            node ^= label;
            if (label == 0 || node < 0 || node >= trie.length || (trie[node] & 0x800000FF) != label) {
                break;
            }
            int unit = trie[node];
            node ^= offset(unit);
            if ((unit & 0x100) != 0 && node >= 0 && node < trie.length) {
                found = (long) (i + 1 - begin) << 32 | trie[node] & 0x7FFFFFFF;
                if (!longest) {
                    break;
                }
            }
        }
        return found;
    }

    private static int offset(int unit) {
        return unit >>> 10 << ((unit & 0x200) >>> 6);
    }

    /// The replacement at a place, up to its zero byte.
    String replacement(int place) {
        int end = Math.min(place, replacements.length);
        while (end < replacements.length && replacements[end] != 0) {
            end++;
        }
        int begin = Math.min(place, end);
        return new String(replacements, begin, end - begin, StandardCharsets.UTF_8);
    }

    @Override
    public AlignedText apply(AlignedText text) {
        BreakIterator graphemes = BreakIterator.getCharacterInstance(Locale.ROOT);
        Edits edits = new Edits(text);
        int end;
        for (int begin = 0; begin < text.length(); begin = end) {
            end = graphemeEnd(text, begin, graphemes);
            if (end - begin > 1
                    && utf8Length(text, begin, end) < WHOLE_GRAPHEME_BYTES
                    && replace(text, begin, end, edits)) {
                continue;
            }
            for (int i = begin; i < end; i++) {
                if (!replace(text, i, i + 1, edits)) {
                    edits.keep(text.at(i));
                }
            }
        }
        return edits.build();
    }

    private boolean replace(AlignedText text, int begin, int end, Edits edits) {
        byte[] bytes = text.text(begin, end).getBytes(StandardCharsets.UTF_8);
        long found = match(bytes, 0, bytes.length, false);
        if (found < 0) {
            return false;
        }
        edits.replace(end - begin, replacement((int) found));
        return true;
    }

    /// Where the grapheme at `begin` ends. The look-ahead doubles until it holds the whole grapheme.
    private static int graphemeEnd(AlignedText text, int begin, BreakIterator graphemes) {
        if (begin + 1 == text.length() || standsAlone(text.at(begin)) && standsAlone(text.at(begin + 1))) {
            return begin + 1;
        }
        for (int window = 8; ; window *= 2) {
            int stop = Math.min(text.length(), begin + window);
            String ahead = ahead(text, begin, stop);
            graphemes.setText(ahead);
            int boundary = graphemes.next();
            if (boundary < ahead.length() || stop == text.length()) {
                return begin + ahead.codePointCount(0, boundary);
            }
        }
    }

    /// The text with unassigned characters as U+0378, the only one that the JDK joins with marks as Unicode says.
    private static String ahead(AlignedText text, int begin, int end) {
        StringBuilder ahead = new StringBuilder(2 * (end - begin));
        for (int i = begin; i < end; i++) {
            int c = text.at(i);
            boolean ignorable = c == 0x2065 || c >= 0xFFF0 && c <= 0xFFF8 || c >= 0xE0000;
            ahead.appendCodePoint(Character.getType(c) == Character.UNASSIGNED && !ignorable ? 0x378 : c);
        }
        return ahead.toString();
    }

    /// Characters that never join their neighbours: Latin but for CR, Greek, Cyrillic, kana, ideographs.
    private static boolean standsAlone(int c) {
        return c < 0x300 && c != '\r'
                || c >= 0x370 && c <= 0x482
                || c >= 0x3040 && c <= 0x3098
                || c >= 0x309B && c <= 0xA48F;
    }

    private static int utf8Length(AlignedText text, int begin, int end) {
        int bytes = 0;
        for (int i = begin; i < end && bytes < WHOLE_GRAPHEME_BYTES; i++) {
            int c = text.at(i);
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        }
        return bytes;
    }
}
