package io.blip2j.blip2.image;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The file formats that are read, told apart by their first bytes and never by a name.
enum ImageFormat {
    JPEG("JPEG"),
    PNG("PNG"),
    GIF("GIF"),
    BMP("BMP"),
    TIFF("TIFF"),
    WEBP("WebP");

    /// What this is called in messages.
    final String label;

    ImageFormat(String label) {
        this.label = label;
    }

    /// The format these bytes begin like, or null where it is none that is read.
    static ImageFormat of(byte[] bytes) {
        if (begins(bytes, 0, "\u00ff\u00d8\u00ff")) {
            return JPEG;
        }
        if (begins(bytes, 0, "\u0089PNG\r\n\u001a\n")) {
            return PNG;
        }
        if (begins(bytes, 0, "GIF87a") || begins(bytes, 0, "GIF89a")) {
            return GIF;
        }
        if (begins(bytes, 0, "II*\0") || begins(bytes, 0, "MM\0*")) {
            return TIFF;
        }
        if (begins(bytes, 0, "RIFF") && begins(bytes, 8, "WEBP")) {
            return WEBP;
        }
        // Two letters are little to go by, so the reserved words and the size of the second header count as well.
        return begins(bytes, 0, "BM") && begins(bytes, 6, "\0\0\0\0") && begins(bytes, 15, "\0\0\0") ? BMP : null;
    }

    /// What bytes that are no picture look like, for a message.
    static String guess(byte[] bytes) {
        if (bytes.length < 2) {
            return bytes.length == 0 ? "an empty file" : "a file of 1 byte";
        }
        String head = new String(bytes, 0, Math.min(bytes.length, 512), StandardCharsets.ISO_8859_1);
        String text = head.stripLeading().toLowerCase(Locale.ROOT);
        if (text.startsWith("<svg") || text.startsWith("<?xml") && text.contains("<svg")) {
            return "an SVG drawing";
        }
        if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
            return "an HTML page";
        }
        if (head.startsWith("version https://git-lfs")) {
            return "a Git LFS pointer";
        }
        if (head.startsWith("%PDF")) {
            return "a PDF document";
        }
        if (head.startsWith("MZ") || head.startsWith("\u007fELF")) {
            return "a program";
        }
        if (head.startsWith("PK\u0003\u0004")) {
            return "a ZIP archive";
        }
        if (head.startsWith("ftyp", 4)) {
            return "a HEIC, AVIF or MP4 file (" + printable(head.substring(8, Math.min(12, head.length()))) + ")";
        }
        return "bytes that begin \"" + printable(head.substring(0, Math.min(8, head.length()))) + "\"";
    }

    /// Whether the bytes from `at` on are these characters, one byte each.
    static boolean begins(byte[] bytes, int at, String expected) {
        if (bytes.length - at < expected.length()) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if ((bytes[at + i] & 0xff) != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(c >= ' ' && c < 0x7f ? String.valueOf(c) : String.format("\\x%02x", (int) c));
        }
        return out.toString();
    }
}
