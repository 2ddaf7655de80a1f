package io.blip2j.blip2.malformed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.blip2j.blip2.malformed.Row.Told;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// Rows ST01 to ST13, ST37, ST39, ST40: what begins a safetensors file, and its header as text.
final class HeaderRows {
    private final List<Row> rows = new ArrayList<>();

    private HeaderRows() {}

    static List<Row> rows() {
        HeaderRows all = new HeaderRows();
        all.lengths();
        all.otherFiles();
        all.texts();
        all.metadata();
        return all.rows;
    }

    private void refused(String id, String what, byte[] file, String code, String found, String expected) {
        rows.add(Row.refused(
                id,
                what,
                folder -> Files.write(folder.resolve("model.safetensors"), file),
                TensorFiles::readAll,
                Told.bad(code, found, expected)));
    }

    private void refused(String id, String what, String header, String code, String found, String expected) {
        refused(id, what, TensorFiles.file(header, 4), code, found, expected);
    }

    private void lengths() {
        byte[] one = TensorFiles.ONE.getBytes(UTF_8);
        refused("ST01", "empty file", new byte[0], "ST-SHORT", "0 bytes", "at least 10");
        refused("ST02", "7 bytes", new byte[7], "ST-SHORT", "7 bytes", "at least 10");
        String inside = "a header of at least 2 bytes inside the file";
        refused("ST03", "header of nothing", TensorFiles.file(0, one, 4), "ST-HDRLEN", "length of 0 in", inside);
        refused(
                "ST04",
                "header longer than the file",
                TensorFiles.file(1_000_000, one, 4),
                "ST-HDRLEN",
                "1000000 in a file of " + (12 + one.length),
                inside);
        refused(
                "ST05",
                "top bit set",
                TensorFiles.file(Long.MIN_VALUE + 2, one, 4),
                "ST-HDRLEN",
                "9223372036854775810",
                inside);
        String limit = "at most 100000000";
        refused("ST06", "just too large", TensorFiles.file(100_000_001, one, 4), "ST-HDRBIG", "100000001", limit);
        refused(
                "ST07",
                "eight more would wrap",
                TensorFiles.file(Long.MAX_VALUE, one, 4),
                "ST-HDRBIG",
                "9223372036854775807",
                limit);
    }

    private void otherFiles() {
        String code = "ST-WRONGFILE";
        String expected = "a safetensors file";
        refused(
                "ST40",
                "Git LFS pointer",
                bytes("version https://git-lfs.github.com/spec/v1\noid sha256:0"),
                code,
                "a Git LFS pointer",
                expected);
        refused("ST40", "web page", bytes("<!DOCTYPE html><html></html>"), code, "a web page (HTML)", expected);
        refused(
                "ST40",
                "zip of PyTorch",
                bytes("PK\u0003\u0004\u0014\0\0\0\b\0\b\0archive"),
                code,
                "zip or pickle",
                expected);
        refused(
                "ST40",
                "pickle",
                bytes("\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019."),
                code,
                "zip or pickle",
                expected);
        refused("ST40", "GGUF", bytes("GGUF\u0003\0\0\0\u0001\0\0\0\0\0\0\0"), code, "a GGUF file", expected);
        refused(
                "ST40",
                "answer of a server",
                bytes("{\"error\":\"Repository not found\"}"),
                code,
                "a JSON text",
                expected);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private void texts() {
        String one = TensorFiles.ONE;
        byte[] bad = one.getBytes(UTF_8);
        bad[2] = (byte) 0xFF;
        refused("ST08", "no UTF-8", TensorFiles.file(bad.length, bad, 4), "ST-UTF8", "at its byte 2", "UTF-8");
        refused("ST09", "byte-order mark", "\uFEFF" + one, "ST-JSON", "byte-order mark", "a JSON object");
        refused("ST10", "array", "[1]", "ST-JSON", "begins with '['", "a JSON object");
        refused("ST11", "NUL behind the object", one + "\0", "ST-JSON", "at byte " + (one.length()), "JSON object");
        refused("ST11", "garbage behind the object", one + "{}", "ST-JSON", "at byte " + one.length(), "its end");
        refused("ST12", "cut short", one.substring(0, 30), "ST-JSON", "at byte 30", "a JSON object");
        refused("ST12", "UTF-16", "{\0\"\0}\0", "ST-JSON", "NUL at its byte 1", "a JSON object");
        String deep = TensorFiles.with("shape", "[1],\"x\":" + "[".repeat(100_000));
        refused("ST13", "nested 100,000 deep", deep, "ST-DEPTH", "beyond the limits", "at most 32 levels");
        String alone = "{\"a\":" + "[".repeat(100_000);
        refused("ST13", "nested where an object is due", alone, "ST-JSON", "START_ARRAY at byte 5", "START_OBJECT");
        String half = one.replace("\"a\"", "\"\\ud800\"");
        refused("ST39", "lone surrogate", half, "ST-JSON", "surrogate", "a JSON object");
        String raw = one.replace("\"a\"", "\"\u001b[31m\"");
        refused("ST39", "raw control character", raw, "ST-JSON", "at byte 2", "a JSON object");
    }

    private void metadata() {
        String rest = "," + TensorFiles.inner() + "}";
        String expected = "an object of texts";
        refused("ST37", "nested", "{\"__metadata__\":{\"x\":{}}" + rest, "ST-META", "'x' that is no text", expected);
        refused("ST37", "number", "{\"__metadata__\":{\"x\":1}" + rest, "ST-META", "'x' that is no text", expected);
        refused("ST37", "array", "{\"__metadata__\":[]" + rest, "ST-META", "START_ARRAY", expected);
        String twice = "{\"__metadata__\":{},\"__metadata__\":{}" + rest;
        refused("ST37", "twice", twice, "ST-DUP", "'__metadata__' twice", "each name once");
    }
}
