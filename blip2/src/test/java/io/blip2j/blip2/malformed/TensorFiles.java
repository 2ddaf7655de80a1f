package io.blip2j.blip2.malformed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.io.SafeTensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// Makes safetensors files, sound and malformed.
final class TensorFiles {
    /// A header of one tensor `a`, F32, 4 bytes.
    static final String ONE = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";

    static final Backend BACKEND = Backends.named("scalar");

    private TensorFiles() {}

    /// A file that says this length of its header, and has so many bytes of data, all zero.
    static byte[] file(long headerLength, byte[] header, int data) {
        return ByteBuffer.allocate(Long.BYTES + header.length + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(headerLength)
                .put(header)
                .array();
    }

    static byte[] file(String header, int data) {
        byte[] bytes = header.getBytes(UTF_8);
        return file(bytes.length, bytes, data);
    }

    /// The header of one tensor with one field replaced.
    static String with(String field, String value) {
        return ONE.replaceFirst("\"" + field + "\":(\"F32\"|\\[[^]]*])", "\"" + field + "\":" + value);
    }

    /// That header without its braces.
    static String inner() {
        return ONE.substring(1, ONE.length() - 1);
    }

    /// Reads every tensor.
    static void readAll(Path path) {
        try (SafeTensors file = SafeTensors.open(path)) {
            file.names().forEach(name -> file.read(name, BACKEND));
        }
    }
}
