package io.blip2j.blip2.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// GPT-2's way to write any byte as one visible character.
///
/// Bytes that are visible in Latin-1 (`!`-`~`, `¡`-`¬`, `®`-`ÿ`) stand for themselves, the other 68 become U+0100
/// upwards in order: space is `Ġ` (U+0120), newline is `Ċ` (U+010A).
///
/// **Source:** `bytes_to_unicode` of the GPT-2 release.
final class ByteAlphabet {
    private static final int[] CHAR_OF_BYTE = new int[256];
    private static final int[] BYTE_OF_CHAR = new int[256 + 68];

    static {
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean visible = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
            CHAR_OF_BYTE[b] = visible ? b : next++;
        }
        Arrays.fill(BYTE_OF_CHAR, -1);
        for (int b = 0; b < 256; b++) {
            BYTE_OF_CHAR[CHAR_OF_BYTE[b]] = b;
        }
    }

    private ByteAlphabet() {}

    /// The character that stands for a byte (0 to 255).
    static int charOf(int b) {
        return CHAR_OF_BYTE[b];
    }

    /// The byte that a character stands for, or -1.
    static int byteOf(int c) {
        return c < BYTE_OF_CHAR.length ? BYTE_OF_CHAR[c] : -1;
    }

    /// A text as the characters of its UTF-8 bytes.
    static String write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            out.appendCodePoint(CHAR_OF_BYTE[b & 0xFF]);
        }
        return out.toString();
    }

    /// Appends the bytes that a token stands for; a token with a character outside the alphabet (an added one) gives
    /// its own UTF-8 bytes.
    static void read(String token, ByteArrayOutputStream out) {
        boolean ours = token.codePoints().allMatch(c -> byteOf(c) >= 0);
        if (!ours) {
            out.writeBytes(token.getBytes(StandardCharsets.UTF_8));
            return;
        }
        for (int i = 0; i < token.length(); i++) {
            out.write(BYTE_OF_CHAR[token.charAt(i)]);
        }
    }
}
