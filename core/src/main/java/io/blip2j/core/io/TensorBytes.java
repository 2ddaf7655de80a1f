package io.blip2j.core.io;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/// Reads numbers that lie one after the other in a file, little-endian, into a tensor.
public final class TensorBytes {
    private static final int CHUNK = 8 << 20;

    private TensorBytes() {}

    /// A tensor with an array of its own.
    /// @param from where the numbers begin in the file
    /// @param count how many there are
    /// @param layout how the tensor walks through them
    /// @throws EOFException if the file ends before the last of them
    public static Tensor read(FileChannel channel, long from, DType type, int count, Layout layout, Backend backend)
            throws IOException {
        Storage storage = Storage.plain(type, count);
        int each = type.bytes();
        int atOnce = Math.min(CHUNK / each, count);
        ByteBuffer buffer = ByteBuffer.allocate(atOnce * each).order(ByteOrder.LITTLE_ENDIAN);
        int some;
        for (int done = 0; done < count; done += some) {
            some = Math.min(atOnce, count - done);
            fill(channel, from + (long) done * each, buffer.clear().limit(some * each));
            storage.read(done, some, buffer);
        }
        return Tensor.of(backend, storage, layout);
    }

    private static void fill(FileChannel channel, long from, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            long at = from + buffer.position();
            if (channel.read(buffer, at) < 0) {
                throw new EOFException("the file ended at byte " + at + " while it was read");
            }
        }
        buffer.flip();
    }
}
