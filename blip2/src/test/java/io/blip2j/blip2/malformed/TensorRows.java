package io.blip2j.blip2.malformed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.blip2.malformed.Row.Told;
import io.blip2j.core.InputException;
import io.blip2j.core.io.SafeTensors;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/// Rows ST14 to ST36, ST38, ST41, ST42, ST45: the tensors that a header tells of.
final class TensorRows {
    private static final String NAME = "model.safetensors";
    private final List<Row> rows = new ArrayList<>();

    private TensorRows() {}

    static List<Row> rows() {
        TensorRows all = new TensorRows();
        all.names();
        all.types();
        all.shapes();
        all.places();
        all.accepted();
        all.many();
        all.changes();
        return all.rows;
    }

    private void refused(String id, String what, byte[] file, String code, String found, String expected) {
        rows.add(Row.refused(id, what, sound(file), TensorFiles::readAll, Told.bad(code, found, expected)));
    }

    private void refused(String id, String what, String header, String code, String found, String expected) {
        refused(id, what, TensorFiles.file(header, 4), code, found, expected);
    }

    private void accepted(String id, String what, byte[] file, Row.Reader reader) {
        rows.add(Row.accepted(id, what, sound(file), reader));
    }

    private static Row.Input sound(byte[] file) {
        return folder -> Files.write(folder.resolve(NAME), file);
    }

    private void names() {
        String inner = TensorFiles.inner();
        String once = "each name once";
        refused("ST14", "tensor twice, same range", "{" + inner + "," + inner + "}", "ST-DUP", "'a' twice", once);
        String other = inner.replace("[0,4]", "[4,8]");
        refused("ST15", "tensor twice, other range", "{" + inner + "," + other + "}", "ST-DUP", "'a' twice", once);
        String twice = TensorFiles.with("dtype", "\"F32\",\"dtype\":\"F32\"");
        refused("ST16", "field twice", twice, "ST-DUP", "'a.dtype' twice", once);
        for (String[] missing : new String[][] {
            {"dtype", "\"dtype\":\"F32\","}, {"shape", "\"shape\":[1],"}, {"data_offsets", ",\"data_offsets\":[0,4]"}
        }) {
            String header = TensorFiles.ONE.replace(missing[1], "");
            String found = "tensor 'a' without " + missing[0];
            refused("ST18", "no " + missing[0], header, "ST-FIELD", found, "dtype, shape and data_offsets");
        }
    }

    private void types() {
        for (String type : List.of("F33", "f32")) {
            String header = TensorFiles.with("dtype", "\"" + type + "\"");
            refused("ST19", "type " + type, header, "ST-DTYPE", "type '" + type + "'", "[F64, F32, F16, BF16, I64");
        }
        for (String type : List.of("F4", "F8_E4M3", "F8_E5M2", "C64", "I8")) {
            String header = TensorFiles.with("dtype", "\"" + type + "\"");
            refused("ST20", "type " + type, header, "ST-DTYPE-UNSUP", "type '" + type + "'", "a type we compute with");
        }
    }

    private void shapes() {
        String integers = "unsigned integers below 2^63";
        for (String dim : List.of("1.0", "1e0", "\"1\"", "null", "-0")) {
            String header = TensorFiles.with("shape", "[" + dim + "]");
            refused("ST22", "axis " + dim, header, "ST-SHAPE", "'" + dim.replace("\"", "") + "'", integers);
        }
        for (String dim : List.of("NaN", "01", "+1")) {
            refused("ST22", "axis " + dim, TensorFiles.with("shape", "[" + dim + "]"), "ST-JSON", "JSON", "a JSON");
        }
        refused("ST21", "axis -1", TensorFiles.with("shape", "[-1]"), "ST-SHAPE", "'-1'", integers);
        String huge = "18446744073709551616";
        refused("ST23", "axis 2^64", TensorFiles.with("shape", "[" + huge + "]"), "ST-SHAPE", huge, integers);
        String product = "[9223372036854775807,4]";
        refused("ST24", "product", TensorFiles.with("shape", product), "ST-OVERFLOW", "9223372036854775807", "2^60");
        String large = "9223372036854775808";
        refused("ST25", "zero last", TensorFiles.with("shape", "[" + large + ",2,0]"), "ST-SHAPE", large, integers);
        refused("ST25", "zero first", TensorFiles.with("shape", "[0," + large + ",2]"), "ST-SHAPE", large, integers);
        String rank = "[" + "1,".repeat(9_999) + "1]";
        refused("ST27", "10,000 axes", TensorFiles.with("shape", rank), "ST-RANK", "more than 8 numbers", "at most 8");
    }

    private void places() {
        String pair = "[from, to]";
        refused("ST28", "backwards", TensorFiles.with("data_offsets", "[4,0]"), "ST-OFFSET", "[4, 0]", pair);
        refused("ST29", "negative", TensorFiles.with("data_offsets", "[-4,0]"), "ST-OFFSET", "'-4'", "unsigned");
        refused("ST29", "one item", TensorFiles.with("data_offsets", "[0]"), "ST-OFFSET", "[0]", pair);
        refused("ST29", "three", TensorFiles.with("data_offsets", "[0,2,4]"), "ST-OFFSET", "more than 2", "at most 2");
        refused("ST30", "two of 8", TensorFiles.with("shape", "[2]"), "ST-SIZE", "(4 bytes)", "8 bytes for F32 [2]");
        String past = TensorFiles.with("data_offsets", "[100,104]");
        refused("ST31", "past the end", past, "ST-OFFSET", "100..104", "in the 4 bytes of data");
        String inner = TensorFiles.inner();
        String second = "," + inner.replace("\"a\"", "\"b\"");
        String own = "bytes of its own";
        refused("ST32", "same range", "{" + inner + second + "}", "ST-OVERLAP", "'b' at 0..4 in the bytes of 'a'", own);
        byte[] overlap = TensorFiles.file("{" + inner + second.replace("[0,4]", "[2,6]") + "}", 6);
        refused("ST32", "overlap", overlap, "ST-OVERLAP", "'b' at 2..6 in the bytes of 'a'", own);
        String tiled = "one behind the other";
        byte[] start = TensorFiles.file(TensorFiles.with("data_offsets", "[4,8]"), 8);
        refused("ST33", "hole at the start", start, "ST-HOLE", "bytes 0..4 that belong to no tensor", tiled);
        byte[] between = TensorFiles.file("{" + inner + second.replace("[0,4]", "[8,12]") + "}", 12);
        refused("ST33", "hole between", between, "ST-HOLE", "bytes 4..8 that belong to no tensor", tiled);
        byte[] tail = TensorFiles.file(TensorFiles.ONE, 9);
        refused("ST34", "extra bytes", tail, "ST-TAIL", "5 extra bytes", "a file that ends there");
        byte[] cut = TensorFiles.file(TensorFiles.ONE, 3);
        refused("ST35", "data cut short", cut, "ST-TRUNC", "3 bytes of data (truncated download?)", "at least 4 bytes");
    }

    private void accepted() {
        accepted(
                "ST17",
                "unknown field",
                TensorFiles.file(TensorFiles.with("dtype", "\"F32\",\"extra\":{\"x\":[1]}"), 4),
                TensorFiles::readAll);
        String giant = TensorFiles.inner().replace("[1]", "[0,1099511627776]").replace("[0,4]", "[0,0]");
        byte[] beside = TensorFiles.file("{" + giant.replace("\"a\"", "\"none\"") + "," + TensorFiles.inner() + "}", 4);
        accepted("ST26", "[0, 2^40] beside another", beside, path -> {
            try (SafeTensors file = SafeTensors.open(path)) {
                assertEquals(0, file.bytes("none"));
                assertEquals(1, file.read("a", TensorFiles.BACKEND).shape().size());
            }
        });
        rows.add(Row.refused(
                "ST26",
                "[0, 2^40] where it is asked for",
                sound(beside),
                TensorFiles::readAll,
                Told.bad("ST-LARGE", "[0, 1099511627776]", "at most 2147483583 elements")));
        String pad = TensorFiles.ONE
                .replace("{\"a\"", "{\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},\"a\"")
                .replace("[0,4]", "[1,5]");
        byte[] unaligned = TensorFiles.file(pad, 5);
        ByteBuffer.wrap(unaligned).order(ByteOrder.LITTLE_ENDIAN).putFloat(unaligned.length - 4, 1.5f);
        accepted("ST36", "F32 at an odd place", unaligned, path -> {
            try (SafeTensors file = SafeTensors.open(path)) {
                assertArrayEquals(
                        new float[] {1.5f}, file.read("a", TensorFiles.BACKEND).toFloats());
            }
        });
        for (String[] name :
                new String[][] {{"", ""}, {"../../etc/x", "../../etc/x"}, {"a\n\u001b[31m", "a\\n\\u001b[31m"}}) {
            byte[] file = TensorFiles.file(TensorFiles.ONE.replace("\"a\"", "\"" + name[1] + "\""), 4);
            accepted("ST38", "name '" + name[1] + "'", file, path -> {
                try (SafeTensors open = SafeTensors.open(path)) {
                    assertEquals(
                            1, open.read(name[0], TensorFiles.BACKEND).shape().size());
                }
            });
        }
        String shown = TensorFiles.with("shape", "[2]").replace("\"a\"", "\"a\\n\\u001b[31m\"");
        refused("ST38", "such a name in a message", shown, "ST-SIZE", "a\\u000a\\u001b[31m", "8 bytes");
        byte[] nan = TensorFiles.file(TensorFiles.ONE, 4);
        ByteBuffer.wrap(nan).order(ByteOrder.LITTLE_ENDIAN).putFloat(nan.length - 4, Float.NaN);
        accepted("ST41", "not a number", nan, path -> {
            try (SafeTensors file = SafeTensors.open(path)) {
                assertTrue(Float.isNaN(file.read("a", TensorFiles.BACKEND).toFloats()[0]));
            }
        });
    }

    private void many() {
        Row.Input million = folder -> {
            Path path = folder.resolve(NAME);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
                out.write(new byte[Long.BYTES]);
                long length = 1;
                for (int i = 0; i < 1_000_000; i++) {
                    String tensor = (i == 0 ? "{" : ",") + "\"layers." + i + ".weight.of.a.model.with.long.names\":"
                            + "{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}";
                    out.write(tensor.getBytes(StandardCharsets.US_ASCII));
                    length += tensor.length();
                }
                out.write('}');
                out.flush();
                setLength(path, length);
            }
            return path;
        };
        rows.add(Row.refused(
                        "ST42",
                        "1,000,000 tensors",
                        million,
                        TensorFiles::readAll,
                        Told.bad("ST-COUNT", "more than 200000 tensors", "at most 200000"))
                .within(5_000));
    }

    private static void setLength(Path path, long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.writeLong(Long.reverseBytes(length));
        }
    }

    private void changes() {
        byte[] one = TensorFiles.file(TensorFiles.ONE, 4);
        changed("cut while it is loaded", one, "changed from " + one.length + " to " + (one.length - 2), path -> {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(file.length() - 2);
            }
        });
        changed("replaced while it is loaded", one, "written or replaced", path -> {
            Path other = Files.write(path.resolveSibling("other"), one);
            Files.move(other, path, StandardCopyOption.ATOMIC_MOVE);
        });
        changed("written while it is loaded", one, "written or replaced", path -> {
            Files.write(path, one);
            Files.setLastModifiedTime(path, FileTime.fromMillis(1));
        });
        changed("removed while it is loaded", one, "removed", Files::delete);
    }

    private void changed(String what, byte[] file, String found, Row.Reader change) {
        Row.Reader reader = path -> {
            try (SafeTensors open = SafeTensors.open(path)) {
                change.read(path);
                open.read("a", TensorFiles.BACKEND);
            }
        };
        Told told = new Told(InputException.Kind.BAD, "ST-CHANGED", found, "the file as it was opened");
        rows.add(Row.refused("ST45", what, sound(file), reader, told).touching());
    }
}
