package io.blip2j.blip2.checkpoint.torch;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// PyTorch files that must not be opened: what is said of each, that it is said quickly, and that nothing is run or
/// written. Rows `PK01` to `PK08` and their neighbours; the catalogue reads them again in its small heap.
public final class MalformedTorchFileTest {
    private static final long MILLIS = 200;
    private static final ThreadMXBean TIME = ManagementFactory.getThreadMXBean();
    private static final String UNTRUSTED = "Do not trust this file";
    private static final String AGAIN = "Download it again";

    @TempDir
    private Path folder;

    /// @param file makes it
    /// @param code of the complaint; `found`, `expected` and `fix` are parts of its words
    private record Row(String name, Function<Path, Path> file, String code, String found, String expected, String fix) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row pickle(String name, byte[] pickle, String code, String found, String expected, String fix) {
        return new Row(
                name,
                path -> PickleBytes.file(path, PickleBytes.entries(pickle), ZipEntry.STORED),
                code,
                found,
                expected,
                fix);
    }

    private static Row changed(
            String name, Consumer<Map<String, byte[]>> change, String code, String found, String expected, String fix) {
        Map<String, byte[]> entries = PickleBytes.entries(PickleBytes.oneTensor("FloatStorage", 2, 0, 2, 1));
        change.accept(entries);
        return new Row(name, path -> PickleBytes.file(path, entries, ZipEntry.STORED), code, found, expected, fix);
    }

    private static Row bytes(
            String name, Function<byte[], byte[]> change, String code, String found, String expected, String fix) {
        return new Row(
                name,
                path -> {
                    byte[] pickle = PickleBytes.oneTensor("FloatStorage", 2, 0, 2, 1);
                    return rewritten(PickleBytes.file(path, PickleBytes.entries(pickle), ZipEntry.STORED), change);
                },
                code,
                found,
                expected,
                fix);
    }

    private static Path rewritten(Path path, Function<byte[], byte[]> change) {
        try {
            return Files.write(path, change.apply(Files.readAllBytes(path)));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static PickleBytes begin() {
        return new PickleBytes();
    }

    static Stream<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(pickle(
                "PK01 a forbidden global",
                begin().global("posix", "system")
                        .text("touch pwned")
                        .op(Opcode.TUPLE1, Opcode.REDUCE)
                        .stop(),
                "PKL-GLOBAL",
                "GLOBAL at byte 2 of data.pkl that names 'posix.system'",
                "_rebuild_tensor_v2",
                UNTRUSTED));
        rows.add(pickle(
                "PK01 a forbidden global among containers",
                begin().op(Opcode.EMPTY_DICT)
                        .text("a")
                        .global("builtins", "eval")
                        .op(Opcode.SETITEM)
                        .stop(),
                "PKL-GLOBAL",
                "GLOBAL at byte 9 of data.pkl that names 'builtins.eval'",
                "_rebuild_tensor_v2",
                UNTRUSTED));
        rows.add(pickle(
                "PK01 a global that hides its name from terminals",
                begin().global("torch\u001b[2J", "FloatStorage").stop(),
                "PKL-GLOBAL",
                "that names 'torch\u001b[2J.FloatStorage'",
                "_rebuild_tensor_v2",
                UNTRUSTED));
        rows.add(pickle(
                "PK02 a call of a text",
                begin().text("system").op(Opcode.EMPTY_TUPLE, Opcode.REDUCE).stop(),
                "PKL-CALL",
                "REDUCE at byte 14 of data.pkl with no name",
                "a call that makes a tensor",
                UNTRUSTED));
        rows.add(pickle(
                "PK02 a call of a storage type",
                begin().global("torch", "FloatStorage")
                        .op(Opcode.EMPTY_TUPLE, Opcode.REDUCE)
                        .stop(),
                "PKL-CALL",
                "REDUCE at byte 23 of data.pkl with 'torch.FloatStorage'",
                "a call that makes a tensor",
                UNTRUSTED));
        rows.add(pickle(
                "PK02 a tensor from arguments that are none",
                begin().global("torch._utils", "_rebuild_tensor_v2")
                        .op(Opcode.EMPTY_TUPLE, Opcode.NEWOBJ)
                        .stop(),
                "PKL-CALL",
                "NEWOBJ at byte 36 of data.pkl with 'torch._utils._rebuild_tensor_v2'",
                "a call that makes a tensor",
                UNTRUSTED));
        rows.add(pickle(
                "PK02 attributes of a number",
                begin().number(1).op(Opcode.EMPTY_DICT, Opcode.BUILD).stop(),
                "PKL-CALL",
                "BUILD at byte 8 of data.pkl",
                "a dictionary's attributes",
                UNTRUSTED));
        rows.add(pickle(
                "PK03 100,000 marks",
                begin().times(100_000, Opcode.MARK).stop(),
                "PKL-DEPTH",
                "MARK at byte 66 of data.pkl",
                "at most 64",
                UNTRUSTED));
        rows.add(pickle(
                "PK03 100,000 tuples inside one another",
                begin().op(Opcode.EMPTY_TUPLE).times(100_000, Opcode.TUPLE1).stop(),
                "PKL-DEPTH",
                "TUPLE1 at byte 66 of data.pkl",
                "at most 64",
                UNTRUSTED));
        rows.add(pickle(
                "PK03 a list that is put into itself for ever",
                itself(),
                "PKL-DEPTH",
                "APPEND at byte",
                "at most 64",
                UNTRUSTED));
        rows.add(pickle(
                "PK04 a memo place of 2^31 - 1",
                begin().op(Opcode.NONE, Opcode.LONG_BINPUT)
                        .int32(Integer.MAX_VALUE)
                        .stop(),
                "PKL-MEMO",
                "LONG_BINPUT at byte 3 of data.pkl at place 2147483647",
                "at most 500000",
                UNTRUSTED));
        rows.add(pickle(
                "PK04 a memo place of 2^32 - 1",
                begin().op(Opcode.NONE, Opcode.LONG_BINPUT).int32(-1).stop(),
                "PKL-MEMO",
                "place 4294967295",
                "at most 500000",
                UNTRUSTED));
        rows.add(pickle(
                "PK04 half a million dictionaries",
                begin().times(500_001, Opcode.EMPTY_DICT).stop(),
                "PKL-SIZE",
                "EMPTY_DICT at byte 500002 of data.pkl",
                "at most 500000 values",
                UNTRUSTED));
        rows.add(pickle(
                "PK04 a pickle of 17 MB",
                Arrays.copyOf(begin().stop(), 17 << 20),
                "PKL-SIZE",
                "data.pkl of 17825792 bytes",
                "at most 16777216",
                UNTRUSTED));
        rows.add(pickle(
                "PK05 a tensor past the end of its storage",
                PickleBytes.oneTensor("FloatStorage", 2, 1, 2, 1),
                "PKL-STORAGE",
                "tensor 'a' of 2 numbers from number 1 on",
                "inside its storage of 2",
                AGAIN));
        rows.add(pickle(
                "PK05 strides past the end of the storage",
                PickleBytes.oneTensor("FloatStorage", 2, 0, 2, Integer.MAX_VALUE - 100),
                "PKL-STORAGE",
                "numbers from number 0 on",
                "inside its storage of 2",
                AGAIN));
        rows.add(pickle(
                "PK05 a negative offset",
                PickleBytes.oneTensor("FloatStorage", 2, -1, 2, 1),
                "PKL-STORAGE",
                "from number -1 on",
                "inside its storage of 2",
                AGAIN));
        rows.add(pickle(
                "PK05 a storage larger than its entry",
                PickleBytes.oneTensor("FloatStorage", 3, 0, 3, 1),
                "PKL-STORAGE",
                "a storage of 3 numbers of 4 bytes",
                "the 8 bytes of 'data/0'",
                AGAIN));
        rows.add(pickle(
                "PK05 a negative stride",
                PickleBytes.oneTensor("FloatStorage", 2, 1, 2, -1),
                "PKL-SHAPE",
                "shape [2] with strides [-1]",
                "none of them negative",
                AGAIN));
        rows.add(pickle(
                "PK05 a negative shape",
                PickleBytes.oneTensor("FloatStorage", 2, 0, -2, 1),
                "PKL-SHAPE",
                "shape [-2]",
                "none of them negative",
                AGAIN));
        rows.add(pickle(
                "PK05 2^31 numbers out of one",
                PickleBytes.oneTensor("FloatStorage", 2, 0, Integer.MAX_VALUE, 0),
                "PKL-SHAPE",
                "shape [2147483647] with strides [0]",
                "2147483583 elements",
                AGAIN));
        rows.add(pickle(
                "PK05 a type that we do not compute with",
                PickleBytes.oneTensor("CharStorage", 8, 0, 8, 1),
                "PKL-DTYPE",
                "tensor 'a' of type CharStorage",
                "a type we compute with",
                "Convert it"));
        rows.add(changed(
                "PK05 a storage that is not there",
                entries -> entries.remove("x/data/0"),
                "PKL-STORAGE",
                "tensor 'a' in 'data/0', which is not there",
                "its numbers",
                AGAIN));
        rows.add(changed(
                "PK06 big-endian numbers",
                entries -> entries.put("x/byteorder", "big".getBytes(StandardCharsets.US_ASCII)),
                "PKL-ORDER",
                "byte order 'big'",
                "'little'",
                "Save it again"));
        rows.add(changed(
                "PK07 two pickles",
                entries -> entries.put("y/data.pkl", entries.get("x/data.pkl")),
                "PKL-ZIP-TWICE",
                "data.pkl'",
                "one data.pkl",
                UNTRUSTED));
        rows.add(new Row(
                "PK07 an entry twice",
                path -> {
                    Map<String, byte[]> entries =
                            PickleBytes.entries(PickleBytes.oneTensor("FloatStorage", 2, 0, 2, 1));
                    entries.put("x/data/1", new byte[8]);
                    PickleBytes.file(path, entries, ZipEntry.STORED);
                    return rewritten(path, file -> replaced(file, "x/data/1", "x/data/0"));
                },
                "PKL-ZIP-TWICE",
                "entry 'x/data/0' twice",
                "each entry once",
                UNTRUSTED));
        rows.add(new Row(
                "PK07 a compressed bomb",
                path -> PickleBytes.file(path, PickleBytes.entries(new byte[64 << 20]), ZipEntry.DEFLATED),
                "PKL-ZIP-PACKED",
                "entry 'x/data.pkl' that is compressed",
                "entries stored as they are",
                "Save it again"));
        rows.add(changed(
                "PK07 no pickle",
                entries -> entries.remove("x/data.pkl"),
                "PKL-ZIP",
                "without data.pkl",
                "a file of torch.save",
                "Name the file"));
        for (int sixteenth = 1; sixteenth < 16; sixteenth++) {
            int part = sixteenth;
            rows.add(bytes(
                    "PK08 an archive cut off after " + part + "/16",
                    file -> Arrays.copyOf(file, file.length * part / 16),
                    "PKL-ZIP",
                    "was the download cut short?",
                    "a whole file",
                    AGAIN));
        }
        rows.add(pickle(
                "PK08 a pickle that ends early",
                Arrays.copyOf(PickleBytes.oneTensor("FloatStorage", 2, 0, 2, 1), 40),
                "PKL-SHORT",
                "GLOBAL at byte 9 of data.pkl that goes past the end",
                "a whole pickle",
                AGAIN));
        rows.add(pickle(
                "PK08 a pickle without an end",
                new byte[] {(byte) 0x80, 2, 'N'},
                "PKL-SHORT",
                "ends at byte 3",
                "STOP",
                AGAIN));
        rows.add(pickle(
                "a text longer than the pickle",
                begin().op(Opcode.BINUNICODE).int32(Integer.MAX_VALUE).stop(),
                "PKL-SHORT",
                "BINUNICODE at byte 2",
                "a whole pickle",
                AGAIN));
        rows.add(pickle(
                "an operation of no use to weights",
                begin().raw('i', 'o', 's', '\n', 's', '\n').stop(),
                "PKL-OPCODE",
                "operation 0x69 at byte 2 of data.pkl",
                "protocol 2",
                UNTRUSTED));
        rows.add(pickle(
                "protocol 4",
                new byte[] {(byte) 0x80, 4, (byte) 0x95, 0, 0, 0, 0, 0, 0, 0, 0, '.'},
                "PKL-PROTOCOL",
                "PROTO at byte 0 of data.pkl for pickle protocol 4",
                "protocol 2",
                "Save it again"));
        rows.add(pickle("nothing at all", begin().stop(), "PKL-STACK", "STOP at byte 2", "torch.save", AGAIN));
        rows.add(pickle("a number", begin().number(3).stop(), "PKL-ROOT", "no dictionary", "by name", "state_dict"));
        rows.add(pickle(
                "a key without a value",
                begin().op(Opcode.EMPTY_DICT, Opcode.MARK)
                        .text("a")
                        .op(Opcode.SETITEMS)
                        .stop(),
                "PKL-STACK",
                "SETITEMS at byte 10 of data.pkl with a key without a value",
                "torch.save",
                AGAIN));
        rows.add(pickle(
                "an unmarked tuple",
                begin().op(Opcode.TUPLE).stop(),
                "PKL-STACK",
                "TUPLE at byte 2 of data.pkl with no mark",
                "torch.save",
                AGAIN));
        rows.add(pickle(
                "nothing remembered",
                begin().op(Opcode.BINGET).raw(7).stop(),
                "PKL-STACK",
                "place 7 of the memo, where nothing is",
                "torch.save",
                AGAIN));
        rows.add(pickle(
                "bytes that are no text",
                begin().op(Opcode.SHORT_BINSTRING).raw(2, 0xFF, 0xFE).stop(),
                "PKL-TEXT",
                "SHORT_BINSTRING at byte 2",
                "text",
                AGAIN));
        rows.add(bytes("an empty file", _ -> new byte[0], "PKL-SHORT", "0 bytes", "torch.save", AGAIN));
        rows.add(bytes(
                "the format of before 1.6",
                _ -> begin().op(Opcode.LONG1)
                        .raw(10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
                        .stop(),
                "PKL-LEGACY",
                "a bare pickle",
                "zip",
                "torch.save"));
        rows.add(text("version https://git-lfs.github.com/spec/v1\n", "Git LFS pointer", "git lfs pull"));
        rows.add(text("<!doctype html><html></html>", "web page", "Download the file itself"));
        rows.add(text("GGUF----------------", "GGUF", "safetensors"));
        rows.add(text("something else entirely", "no zip archive", "Name the file"));
        return rows.stream();
    }

    private static Row text(String text, String found, String fix) {
        return bytes(
                "not a PyTorch file: " + found,
                _ -> text.getBytes(StandardCharsets.UTF_8),
                "PKL-WRONGFILE",
                found,
                "torch.save",
                fix);
    }

    private static byte[] itself() {
        PickleBytes pickle = begin().op(Opcode.EMPTY_LIST, Opcode.BINPUT).raw(0);
        for (int i = 0; i < 100; i++) {
            pickle.op(Opcode.BINGET).raw(0).op(Opcode.APPEND);
        }
        return pickle.stop();
    }

    /// The same file with one name in place of another of the same length.
    private static byte[] replaced(byte[] file, String from, String to) {
        return new String(file, StandardCharsets.ISO_8859_1).replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }

    /// The same rows for the catalogue of all malformed inputs.
    public static List<io.blip2j.blip2.malformed.Row> catalogue() {
        return rows().map(row -> io.blip2j.blip2.malformed.Row.refused(
                        "PK",
                        row.name(),
                        folder -> row.file().apply(folder.resolve("pytorch_model.bin")),
                        path -> TorchFile.open(path).close(),
                        io.blip2j.blip2.malformed.Row.Told.bad(row.code(), row.found(), row.expected())))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isRefused(Row row) throws IOException {
        Path file = row.file().apply(folder.resolve("x.pth"));
        InputException refused =
                assertThrows(InputException.class, () -> TorchFile.open(file).close());
        assertAll(
                () -> assertEquals(row.code(), refused.code(), refused.getMessage()),
                () -> assertEquals(InputException.Kind.BAD, refused.kind()),
                () -> assertEquals(file.toString(), refused.what()),
                () -> assertTrue(refused.found().contains(row.found()), refused.getMessage()),
                () -> assertTrue(refused.expected().contains(row.expected()), refused.getMessage()),
                () -> assertTrue(refused.fix().contains(row.fix()), refused.getMessage()));
        long fastest = Long.MAX_VALUE;
        for (int again = 0; again < 3; again++) {
            long begin = TIME.getCurrentThreadCpuTime(); // other processes do not count
            assertThrows(InputException.class, () -> TorchFile.open(file).close());
            fastest = Math.min(fastest, (TIME.getCurrentThreadCpuTime() - begin) / 1_000_000);
        }
        assertTrue(fastest <= MILLIS, fastest + " ms");
        assertFalse(Files.exists(Path.of("pwned")));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList());
        }
    }
}
