package io.blip2j.blip2.checkpoint.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that PyTorch itself wrote.
final class TorchFileTest {
    private static final Map<String, DType> OTHER_TYPES = Map.of(
            "f64", DType.F64,
            "f16", DType.F16,
            "half transposed", DType.F16,
            "bf16", DType.BF16,
            "i64", DType.I64,
            "i32", DType.I32,
            "u8", DType.U8,
            "bool", DType.BOOL);
    private static final float SCALAR = 7;

    @TempDir
    private Path folder;

    /// Every tensor counts from 0 in row-major order; `tools/parity/torch_file.py` wrote the file.
    @Test
    void readsEveryTypeAndLayoutAndPassesOverTheRest() throws IOException {
        Path path = folder.resolve("torch-saved.pth");
        try (InputStream saved = TorchFileTest.class.getResourceAsStream("torch-saved.pth")) {
            Files.copy(saved, path);
        }
        try (TorchFile file = TorchFile.open(path)) {
            assertEquals(19, file.names().size());
            for (String name : file.names()) {
                assertEquals(OTHER_TYPES.getOrDefault(name, DType.F32), file.dtype(name), name);
                float[] expected = new float[file.shape(name).size()];
                for (int i = 0; i < expected.length; i++) {
                    expected[i] = file.shape(name).rank() == 0 ? SCALAR : i;
                }
                float[] found = file.read(name, Backends.select()).toFloats();
                assertArrayEquals(expected, found, 0, name);
            }
            assertEquals(Shape.of(2, 3, 4), file.shape("permuted"));
            assertEquals(
                    "PKL-NAME",
                    assertThrows(InputException.class, () -> file.shape("?")).code());
        }
    }

    @Test
    void unreadableNumbersBesideTheWeightsDoNotMatter() {
        byte[] pickle = new PickleBytes()
                .op(Opcode.EMPTY_DICT, Opcode.MARK)
                .text("model")
                .op(Opcode.EMPTY_DICT)
                .text("a")
                .tensor("FloatStorage", 2, 0, 2, 1)
                .op(Opcode.SETITEM)
                .text("optimizer")
                .op(Opcode.EMPTY_DICT)
                .number(0)
                .tensor("CharStorage", 9, 0, 9, 1)
                .op(Opcode.SETITEM)
                .text("config")
                .global("omegaconf.dictconfig", "DictConfig")
                .op(Opcode.EMPTY_TUPLE, Opcode.NEWOBJ, Opcode.EMPTY_DICT, Opcode.BUILD, Opcode.SETITEMS)
                .stop();
        Path path = PickleBytes.file(folder.resolve("x.pth"), PickleBytes.entries(pickle), ZipEntry.STORED);
        try (TorchFile file = TorchFile.open(path)) {
            assertArrayEquals(new float[2], file.read("a", Backends.select()).toFloats());
        }
    }

    @Test
    void missingFileIsSaid() {
        assertEquals(
                "PKL-MISSING",
                assertThrows(InputException.class, () -> TorchFile.open(folder.resolve("no.bin")))
                        .code());
    }
}
