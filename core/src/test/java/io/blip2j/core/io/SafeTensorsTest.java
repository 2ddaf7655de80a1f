package io.blip2j.core.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeTensorsTest {
    private static final Backend BACKEND = Backends.named("scalar");

    @TempDir
    private Path folder;

    private Path write(Map<String, Tensor> tensors, Map<String, String> metadata) {
        Path path = folder.resolve("model.safetensors");
        SafeTensorsWriter.write(path, tensors, metadata);
        return path;
    }

    private static byte[] bytes(Tensor tensor) {
        Tensor rows = tensor.contiguous();
        ByteBuffer bytes =
                ByteBuffer.allocate(rows.shape().size() * rows.dtype().bytes());
        rows.storage().write(rows.layout().offset(), rows.shape().size(), bytes);
        return bytes.array();
    }

    @Test
    void everyTypeComesBackBitForBit() {
        Random random = new Random(3);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (DType type : DType.values()) {
            for (int[] dims : List.of(new int[] {3, 5}, new int[0], new int[] {2, 0, 4})) {
                Shape shape = Shape.of(dims);
                Storage storage = Storage.plain(type, shape.size());
                byte[] content = new byte[shape.size() * type.bytes()];
                random.nextBytes(content);
                storage.read(0, shape.size(), ByteBuffer.wrap(content));
                tensors.put(type + " " + shape, Tensor.of(BACKEND, storage, Layout.contiguous(shape)));
            }
        }
        Map<String, String> metadata = Map.of("with \"quotes\"", "and\nlines \\ \u00e9\ud83d\ude00");
        try (SafeTensors file = SafeTensors.open(write(tensors, metadata))) {
            assertEquals(List.copyOf(tensors.keySet()), List.copyOf(file.names()));
            assertEquals(metadata.get("with \"quotes\""), file.metadata().get("with \"quotes\""));
            assertEquals("pt", file.metadata().get("format"));
            tensors.forEach((name, tensor) -> {
                assertEquals(tensor.shape(), file.shape(name));
                assertEquals(tensor.dtype(), file.dtype(name));
                assertArrayEquals(bytes(tensor), bytes(file.read(name, BACKEND)), name);
            });
        }
    }

    @Test
    void aViewIsWrittenInItsOwnOrder() {
        Tensor view = Tensor.of(BACKEND, new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
                .transpose(0, 1)
                .slice(0, 1, 3);
        try (SafeTensors file = SafeTensors.open(write(Map.of("view", view), Map.of()))) {
            assertArrayEquals(
                    new float[] {2, 5, 3, 6}, file.read("view", BACKEND).toFloats());
        }
    }

    @Test
    void tensorsLongerThanAChunkComeBack() {
        float[] values = new float[(1 << 21) + 7];
        Random random = new Random(4);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        Tensor large = Tensor.of(BACKEND, values, values.length);
        try (SafeTensors file = SafeTensors.open(write(Map.of("large", large), Map.of()))) {
            assertArrayEquals(values, file.read("large", BACKEND).toFloats());
        }
    }

    /// Unknown fields, names that look like paths, data that is not aligned, NaN: odd, but sound.
    @Test
    void oddButSoundFilesAreRead() throws IOException {
        String header = "{\"../../x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1],\"extra\":[{}]},"
                + "\"\":{\"shape\":[1],\"data_offsets\":[1,5],\"dtype\":\"F32\"},"
                + "\"empty\":{\"dtype\":\"F32\",\"shape\":[0,1073741824],\"data_offsets\":[5,5]}}  ";
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer content = ByteBuffer.allocate(8 + text.length + 5).order(ByteOrder.LITTLE_ENDIAN);
        content.putLong(text.length).put(text).put((byte) 9).putFloat(Float.NaN);
        try (SafeTensors file = SafeTensors.open(Files.write(folder.resolve("odd.safetensors"), content.array()))) {
            assertEquals(9, file.read("../../x", BACKEND).item());
            assertTrue(Double.isNaN(file.read("", BACKEND).item()));
            assertEquals(0, file.read("empty", BACKEND).shape().size());
        }
    }

    @Test
    void aNameThatIsNotThereIsRefused() {
        try (SafeTensors file = SafeTensors.open(write(Map.of("a", Tensor.zeros(BACKEND, 1)), Map.of()))) {
            assertEquals(
                    "ST-NAME",
                    assertThrows(InputException.class, () -> file.read("b", BACKEND))
                            .code());
        }
    }

    @Test
    void manyTensorsAreOpenedInNoTime() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Tensor one = Tensor.zeros(BACKEND, 0);
        for (int i = 0; i < 50_000; i++) {
            tensors.put("layer." + i + ".weight", one);
        }
        try (SafeTensors file = SafeTensors.open(write(tensors, Map.of()))) {
            assertEquals(50_000, file.names().size());
        }
    }

    @Test
    void whatCannotBeWrittenLeavesTheOldFileAndNoOther() throws IOException {
        Path path = write(Map.of("a", Tensor.zeros(BACKEND, 1)), Map.of());
        byte[] before = Files.readAllBytes(path);
        assertThrows(
                InputException.class,
                () -> SafeTensorsWriter.write(
                        folder.resolve("no/such/folder/x"), Map.of("a", Tensor.zeros(BACKEND, 1)), Map.of()));
        assertArrayEquals(before, Files.readAllBytes(path));
        assertFalse(Files.exists(folder.resolve("model.safetensors.tmp")));
    }
}
