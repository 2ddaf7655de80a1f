package io.blip2j.blip2.fuzz;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.io.SafeTensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// Any bytes as `model.safetensors`, or as the header of one where they begin with `{`: the file is opened and
/// every tensor is read, or it is refused.
public final class SafeTensorsFuzz {
    private static final Backend BACKEND = Backends.named("scalar");
    private static final Path FILE = Oracle.folder("safetensors").resolve("model.safetensors");

    private static final int DATA_BYTES = 48;

    private SafeTensorsFuzz() {}

    /// What the fuzzer calls.
    public static void fuzzerTestOneInput(byte[] data) {
        Oracle.write(FILE, data.length > 0 && data[0] == '{' ? withHeader(data) : data);
        Oracle.check(data, () -> {
            try (SafeTensors file = SafeTensors.open(FILE)) {
                for (String name : file.names()) {
                    file.read(name, BACKEND);
                }
            }
        });
    }

    private static byte[] withHeader(byte[] header) {
        return ByteBuffer.allocate(Long.BYTES + header.length + DATA_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
    }
}
