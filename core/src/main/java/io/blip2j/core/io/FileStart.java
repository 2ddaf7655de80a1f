package io.blip2j.core.io;

import io.blip2j.core.InputException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The first bytes of a file that ought to be safetensors: the header's length, or what the file is instead.
final class FileStart {
    /// How many bytes are looked at.
    static final int BYTES = 16;

    private static final int SHORTEST = 10; // eight bytes of length, then {}

    private FileStart() {}

    /// The length of the header, which fits the file.
    /// @param start the first [#BYTES] bytes, little-endian, fewer where the file is shorter
    static int headerLength(String file, ByteBuffer start, long size) {
        if (size < SHORTEST) {
            throw bad("ST-SHORT", file, size + " bytes", "at least " + SHORTEST, "Download or save it again");
        }
        long length = start.getLong(0);
        if (length < 0 || length > SafeTensorsHeader.MAX_BYTES) {
            refuseOtherFormats(file, start);
        }
        String found = "a header length of " + Long.toUnsignedString(length);
        if (length > SafeTensorsHeader.MAX_BYTES) {
            String limit = "at most " + SafeTensorsHeader.MAX_BYTES;
            throw bad("ST-HDRBIG", file, found, limit, "Download or save it again");
        }
        if (length < 2 || length > size - Long.BYTES) {
            throw bad(
                    "ST-HDRLEN",
                    file,
                    found + " in a file of " + size + " bytes",
                    "a header of at least 2 bytes inside the file",
                    "The download was cut short, or this is no safetensors file: download it again");
        }
        return (int) length;
    }

    private static void refuseOtherFormats(String file, ByteBuffer start) {
        byte[] bytes = new byte[start.limit()];
        start.get(0, bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (text.startsWith("version https:")) {
            throw other(file, "a Git LFS pointer, not the weights themselves", "Run git lfs pull in that folder");
        } else if (text.startsWith("<")) {
            throw other(file, "a web page (HTML)", "Download the file itself, not its page");
        } else if (text.startsWith("PK\u0003\u0004") || text.startsWith("\u0080\u0002")) {
            throw other(file, "a PyTorch file (zip or pickle)", "Save the model with safe_serialization=True");
        } else if (text.startsWith("{")) {
            throw other(file, "a JSON text (the error message of a server?)", "Download the file again");
        } else if (text.startsWith("GGUF")) {
            throw other(file, "a GGUF file", "Use the model's safetensors files");
        }
    }

    private static InputException other(String file, String found, String fix) {
        return bad("ST-WRONGFILE", file, found, "a safetensors file", fix);
    }

    private static InputException bad(String code, String file, String found, String expected, String fix) {
        return new InputException(InputException.Kind.BAD, code, file, found, expected, fix);
    }
}
