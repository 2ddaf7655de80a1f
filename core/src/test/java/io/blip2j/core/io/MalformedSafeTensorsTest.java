package io.blip2j.core.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Broken files are refused, never with another exception. All rows of the catalogue of malformed inputs are
/// tests of module blip2.
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

    private static void readAll(Path path) {
        try (SafeTensors file = SafeTensors.open(path)) {
            file.names().forEach(name -> file.read(name, BACKEND));
        }
    }

    @Test
    void aFileThatIsCutWhileItIsReadIsRefused() throws IOException {
        Path path = Files.write(folder.resolve("cut.safetensors"), file(ONE, 4));
        try (SafeTensors file = SafeTensors.open(path)) {
            try (RandomAccessFile cut = new RandomAccessFile(path.toFile(), "rw")) {
                cut.setLength(cut.length() - 2);
            }
            InputException problem = assertThrows(InputException.class, () -> file.read("a", BACKEND));
            assertEquals("ST-CHANGED", problem.code());
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
        byte[] sound = file("{\"__metadata__\":{\"format\":\"pt\"}," + ONE.substring(1), 4);
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
