package io.blip2j.blip2.fuzz;

import io.blip2j.blip2.checkpoint.torch.TorchFile;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Any bytes as a PyTorch file, or as the pickle in one where they begin with the opcode `PROTO`: the file is
/// opened and every tensor is read, or it is refused.
public final class PickleFuzz {
    /// First byte of a pickle.
    static final int PROTO = 0x80;

    private static final Backend BACKEND = Backends.named("scalar");
    private static final Path FILE = Oracle.folder("pickle").resolve("pytorch_model.bin");
    private static final byte[] STORAGE = new byte[128];
    private static final int STORAGES = 20;

    private PickleFuzz() {}

    /// What the fuzzer calls.
    public static void fuzzerTestOneInput(byte[] data) {
        Oracle.write(FILE, data.length > 0 && (data[0] & 0xff) == PROTO ? archive(data) : data);
        Oracle.check(data, () -> {
            try (TorchFile file = TorchFile.open(FILE)) {
                for (String name : file.names()) {
                    file.read(name, BACKEND);
                }
            }
        });
    }

    private static byte[] archive(byte[] pickle) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "data.pkl", pickle);
            put(zip, "byteorder", new byte[] {'l', 'i', 't', 't', 'l', 'e'});
            put(zip, "version", new byte[] {'3', '\n'});
            for (int i = 0; i < STORAGES; i++) {
                put(zip, "data/" + i, STORAGE);
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry("model/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
