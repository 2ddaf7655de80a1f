package io.blip2j.core.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Broken files, each made here: every one is refused with its code and in one line, never with another exception.
class MalformedSafeTensorsTest {
    private static final Backend BACKEND = Backends.named("scalar");
    private static final String ONE = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";

    private static final Logger LOG = Logger.getLogger(SafeTensorsHeader.class.getName());

    @BeforeAll
    static void withoutWarnings() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void withWarnings() {
        LOG.setLevel(null);
    }

    @TempDir
    private Path folder;

    private final List<DynamicTest> rows = new ArrayList<>();

    private static byte[] file(long headerLength, byte[] header, int data) {
        return ByteBuffer.allocate(8 + header.length + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(headerLength)
                .put(header)
                .array();
    }

    private static byte[] file(String header, int data) {
        byte[] bytes = header.getBytes(UTF_8);
        return file(bytes.length, bytes, data);
    }

    /// A header of one tensor `a`, F32, 4 bytes, with one field replaced.
    private static String with(String field, String value) {
        return ONE.replaceFirst("\"" + field + "\":(\"F32\"|\\[[^]]*])", "\"" + field + "\":" + value);
    }

    private void refused(String code, String row, byte[] content) {
        rows.add(dynamicTest(row, () -> {
            Path path = Files.write(folder.resolve("model.safetensors"), content);
            InputException problem = assertThrows(InputException.class, () -> readAll(path));
            assertEquals(code, problem.code(), problem.getMessage());
            assertFalse(problem.getMessage().contains("\n"), "one line");
            assertTrue(problem.getMessage().chars().noneMatch(Character::isISOControl), "no control characters");
        }));
    }

    private void refused(String code, String row, String header) {
        refused(code, row, file(header, 4));
    }

    private static void readAll(Path path) {
        try (SafeTensors file = SafeTensors.open(path)) {
            file.names().forEach(name -> file.read(name, BACKEND));
        }
    }

    @TestFactory
    Stream<DynamicTest> lengths() {
        byte[] one = ONE.getBytes(UTF_8);
        refused("ST-SHORT", "ST01 empty file", new byte[0]);
        refused("ST-SHORT", "ST02 seven bytes", new byte[7]);
        refused("ST-HDRLEN", "ST03 header of nothing", file(0, one, 4));
        refused("ST-HDRLEN", "ST04 header longer than the file", file(1_000_000, one, 4));
        refused("ST-HDRLEN", "ST05 top bit set", file(Long.MIN_VALUE + 2, one, 4));
        refused("ST-HDRBIG", "ST06 just too large", file(100_000_001, one, 4));
        refused("ST-HDRBIG", "ST07 eight more would wrap", file(Long.MAX_VALUE, one, 4));
        refused("ST-TAIL", "ST34 extra bytes", file(ONE, 9));
        refused("ST-TRUNC", "ST35 data cut short", file(ONE, 3));
        refused("ST-WRONGFILE", "ST40 Git LFS pointer", "version https://git-lfs.github.com/spec/v1".getBytes(UTF_8));
        refused("ST-WRONGFILE", "ST40 web page", "<!DOCTYPE html><html></html>".getBytes(UTF_8));
        refused("ST-WRONGFILE", "ST40 zip", "PK\u0003\u0004\u0014\0\0\0\b\0\b\0".getBytes(ISO_8859_1));
        refused("ST-WRONGFILE", "ST40 GGUF", "GGUF\u0003\0\0\0\u0001\0\0\0\0\0\0\0".getBytes(ISO_8859_1));
        return rows.stream();
    }

    @TestFactory
    Stream<DynamicTest> texts() {
        byte[] bad = ONE.replace("\"a\"", "\"?\"").getBytes(UTF_8);
        bad[2] = (byte) 0xFF;
        refused("ST-UTF8", "ST08 invalid UTF-8", file(bad.length, bad, 4));
        refused("ST-JSON", "ST09 byte-order mark", "\uFEFF" + ONE);
        refused("ST-JSON", "ST10 array", "[1]");
        refused("ST-JSON", "ST11 NUL behind the object", ONE + "\0");
        refused("ST-JSON", "ST11 garbage behind the object", ONE + " {}");
        refused("ST-JSON", "ST12 truncated", ONE.substring(0, 30));
        refused("ST-DEPTH", "ST13 nesting", with("shape", "[1],\"x\":" + "[".repeat(100_000)));
        refused("ST-JSON", "ST13 nesting alone", "[".repeat(100_000));
        refused("ST-DUP", "ST14 tensor twice", "{" + inner() + "," + inner() + "}");
        refused("ST-DUP", "ST15 tensor twice elsewhere", "{" + inner() + "," + inner().replace("[0,4]", "[4,8]") + "}");
        refused("ST-DUP", "ST16 field twice", with("dtype", "\"F32\",\"dtype\":\"F32\""));
        refused("ST-DUP", "metadata twice", "{\"__metadata__\":{},\"__metadata__\":{}," + inner() + "}");
        refused("ST-META", "ST37 metadata nested", "{\"__metadata__\":{\"x\":{}}," + inner() + "}");
        refused("ST-META", "ST37 metadata number", "{\"__metadata__\":{\"x\":1}," + inner() + "}");
        refused("ST-JSON", "ST37 metadata array", "{\"__metadata__\":[]," + inner() + "}");
        refused("ST-JSON", "ST39 lone surrogate", ONE.replace("\"a\"", "\"\\ud800\""));
        refused("ST-JSON", "ST39 raw control character", ONE.replace("\"a\"", "\"\u001b[31m\""));
        refused(
                "ST-SIZE",
                "control characters of a name are written out",
                ONE.replace("\"a\"", "\"\\u001b\\n\"").replace("[0,4]", "[0,3]"));
        return rows.stream();
    }

    private static String inner() {
        return ONE.substring(1, ONE.length() - 1);
    }

    @TestFactory
    Stream<DynamicTest> fields() {
        for (String missing : List.of("\"dtype\":\"F32\",", "\"shape\":[1],", ",\"data_offsets\":[0,4]")) {
            refused("ST-FIELD", "ST18 without " + missing, ONE.replace(missing, ""));
        }
        refused("ST-JSON", "tensor that is no object", "{\"a\":7}");
        refused("ST-DTYPE", "ST19 F33", with("dtype", "\"F33\""));
        refused("ST-DTYPE", "ST19 f32", with("dtype", "\"f32\""));
        for (String other : List.of("F4", "F8_E4M3", "C64", "I8")) {
            refused("ST-DTYPE-UNSUP", "ST20 " + other, with("dtype", "\"" + other + "\""));
        }
        for (String dim : List.of("-1", "1.0", "1e0", "\"1\"", "null", "-0", "18446744073709551616", "[1]", "{}")) {
            refused("ST-SHAPE", "ST21-23 shape " + dim, with("shape", "[" + dim + "]"));
        }
        for (String dim : List.of("NaN", "01", "+1")) {
            refused("ST-JSON", "ST22 shape " + dim, with("shape", "[" + dim + "]"));
        }
        refused("ST-OVERFLOW", "ST24 product", with("shape", "[9223372036854775807,4]"));
        refused("ST-SHAPE", "ST25 product", with("shape", "[9223372036854775808,2,0]"));
        refused("ST-SHAPE", "ST25 product, zero first", with("shape", "[0,9223372036854775808,2]"));
        refused("ST-OVERFLOW", "ST26 an axis beyond arrays", with("shape", "[0,1099511627776]"));
        refused("ST-RANK", "ST27 rank", with("shape", "[" + "1,".repeat(9_999) + "1]"));
        return rows.stream();
    }

    @TestFactory
    Stream<DynamicTest> places() {
        refused("ST-OFFSET", "ST28 backwards", with("data_offsets", "[4,0]"));
        for (String places : List.of("[-4,0]", "[0]", "[0,2,4]", "[]", "[0,4.0]")) {
            refused("ST-OFFSET", "ST29 " + places, with("data_offsets", places));
        }
        refused("ST-SIZE", "ST30 another size", with("shape", "[2]"));
        refused("ST-OFFSET", "ST31 past the end", with("data_offsets", "[100,104]"));
        String second = "," + inner().replace("\"a\"", "\"b\"");
        refused("ST-OVERLAP", "ST32 same range", "{" + inner() + second + "}");
        refused("ST-OVERLAP", "ST32 overlap", file("{" + inner() + second.replace("[0,4]", "[2,6]") + "}", 6));
        refused("ST-HOLE", "ST33 at the start", file(with("data_offsets", "[4,8]"), 8));
        refused("ST-HOLE", "ST33 between", file("{" + inner() + second.replace("[0,4]", "[8,12]") + "}", 12));
        return rows.stream();
    }

    @Test
    void aFileThatIsCutWhileItIsReadIsRefused() throws IOException {
        Path path = Files.write(folder.resolve("cut.safetensors"), file(ONE, 4));
        try (SafeTensors file = SafeTensors.open(path)) {
            try (RandomAccessFile cut = new RandomAccessFile(path.toFile(), "rw")) {
                cut.setLength(cut.length() - 2);
            }
            InputException problem = assertThrows(InputException.class, () -> file.read("a", BACKEND));
            assertEquals(InputException.Kind.IO, problem.kind());
        }
    }

    @Test
    void aMissingFileAndAFolderAreMissing() {
        for (Path path : List.of(folder.resolve("none"), folder)) {
            InputException problem = assertThrows(InputException.class, () -> SafeTensors.open(path));
            assertEquals(InputException.Kind.MISSING, problem.kind());
        }
    }

    /// Whatever byte is changed: the file is read, or refused by name.
    @Test
    void randomDamageNeverGivesAnotherException() throws IOException {
        byte[] sound = file("{\"__metadata__\":{\"format\":\"pt\"}," + inner() + "}", 4);
        Random random = new Random(5);
        Path path = folder.resolve("damaged.safetensors");
        for (int i = 0; i < 800; i++) {
            byte[] damaged = sound.clone();
            for (int k = random.nextInt(3); k >= 0; k--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(path, damaged);
            try {
                readAll(path);
            } catch (InputException refused) {
                assertTrue(refused.code().startsWith("ST-"), refused.getMessage());
            }
        }
    }
}
