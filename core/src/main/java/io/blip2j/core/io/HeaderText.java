package io.blip2j.core.io;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What a header is before it is JSON: strict UTF-8 that begins with `{`; and how its names are shown to a person.
final class HeaderText {
    private static final int PART = 1 << 16;

    private HeaderText() {}

    /// Refuses bytes that are no UTF-8, a byte-order mark, and anything in front of the object.
    static void check(String file, InputStream json) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports bad bytes, never replaces them
        ByteBuffer in = ByteBuffer.allocate(PART).limit(0);
        CharBuffer out = CharBuffer.allocate(PART);
        long before = 0; // bytes that are decoded and no longer in the buffer
        boolean end = false;
        while (!end) {
            before += in.position();
            in.compact();
            int got = json.read(in.array(), in.position(), in.remaining());
            end = got < 0;
            in.position(in.position() + Math.max(0, got)).flip();
            if (before == 0) {
                checkStart(file, in);
            }
            CoderResult result = decoder.decode(in, out.clear(), end);
            if (result.isError()) {
                throw bad("ST-UTF8", file, "a header that is no UTF-8 at its byte " + (before + in.position()));
            }
        }
    }

    private static void checkStart(String file, ByteBuffer json) {
        byte first = json.get(0);
        if ((first & 0xFF) == 0xEF && json.limit() > 2 && (json.get(1) & 0xFF) == 0xBB) {
            throw bad("ST-JSON", file, "a header that begins with a byte-order mark");
        }
        if (json.limit() > 1 && json.get(1) == 0) { // a JSON parser would take it for UTF-16
            throw bad("ST-JSON", file, "a header with a NUL at its byte 1");
        }
        if (first != '{' && first >= 0) {
            throw bad("ST-JSON", file, "a header that begins with '" + (char) first + "'");
        }
    }

    /// Text from a file, its control characters written out, so that no name can move the cursor of a terminal.
    static String shown(String text) {
        StringBuilder safe = new StringBuilder();
        for (char c : text.substring(0, Math.min(text.length(), 200)).toCharArray()) {
            if (Character.isISOControl(c) || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
                safe.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                safe.append(c);
            }
        }
        return text.length() > 200 ? safe.append("...").toString() : safe.toString();
    }

    /// Whether an escape such as `\ud800` left half of a pair: such a name is no text.
    static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }

    private static InputException bad(String code, String file, String found) {
        return new InputException(
                InputException.Kind.BAD,
                code,
                file,
                found,
                "a header that is a JSON object in UTF-8",
                "Download or save it again");
    }
}
