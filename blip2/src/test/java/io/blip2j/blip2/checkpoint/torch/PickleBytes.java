package io.blip2j.blip2.checkpoint.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Pickles written operation by operation, good ones and others, and the archive around them.
final class PickleBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    PickleBytes() {
        op(Opcode.PROTO).raw(2);
    }

    PickleBytes raw(int... more) {
        for (int one : more) {
            bytes.write(one);
        }
        return this;
    }

    PickleBytes op(Opcode... codes) {
        for (Opcode code : codes) {
            bytes.write(code.code());
        }
        return this;
    }

    PickleBytes times(int count, Opcode code) {
        for (int i = 0; i < count; i++) {
            op(code);
        }
        return this;
    }

    PickleBytes int32(int value) {
        bytes.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
        return this;
    }

    PickleBytes number(int value) {
        return op(Opcode.BININT).int32(value);
    }

    PickleBytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        op(Opcode.BINUNICODE).int32(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    PickleBytes global(String module, String name) {
        op(Opcode.GLOBAL);
        bytes.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /// A tensor of one axis in storage `0`.
    PickleBytes tensor(String storage, int storageSize, int offset, int dim, int stride) {
        global("torch._utils", "_rebuild_tensor_v2").op(Opcode.MARK, Opcode.MARK);
        text("storage").global("torch", storage).text("0").text("cpu").number(storageSize);
        op(Opcode.TUPLE, Opcode.BINPERSID).number(offset);
        number(dim).op(Opcode.TUPLE1).number(stride).op(Opcode.TUPLE1, Opcode.NEWFALSE);
        global("collections", "OrderedDict").op(Opcode.EMPTY_TUPLE, Opcode.REDUCE);
        return op(Opcode.TUPLE, Opcode.REDUCE);
    }

    byte[] stop() {
        op(Opcode.STOP);
        return bytes.toByteArray();
    }

    /// Where the next operation goes.
    int at() {
        return bytes.size();
    }

    /// A dictionary with one such tensor.
    static byte[] oneTensor(String storage, int storageSize, int offset, int dim, int stride) {
        return new PickleBytes()
                .op(Opcode.EMPTY_DICT)
                .text("a")
                .tensor(storage, storageSize, offset, dim, stride)
                .op(Opcode.SETITEM)
                .stop();
    }

    /// The entries of a file: a pickle, and eight bytes in storage `0`.
    static Map<String, byte[]> entries(byte[] pickle) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("x/data.pkl", pickle);
        entries.put("x/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        entries.put("x/data/0", new byte[8]);
        return entries;
    }

    /// Writes an archive as `torch.save` does, its entries stored, or compressed as it never does.
    static Path file(Path path, Map<String, byte[]> entries, int method) {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry head = new ZipEntry(entry.getKey());
                head.setMethod(method);
                if (method == ZipEntry.STORED) {
                    CRC32 crc = new CRC32();
                    crc.update(entry.getValue());
                    head.setCrc(crc.getValue());
                    head.setSize(entry.getValue().length);
                }
                zip.putNextEntry(head);
                zip.write(entry.getValue());
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        return path;
    }
}
