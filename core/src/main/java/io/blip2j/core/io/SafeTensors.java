package io.blip2j.core.io;

import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/// A safetensors file open for reading: 8 bytes of header length, a JSON header, the tensors' bytes
/// (little-endian).
///
/// Tensors are read one at a time into arrays of their own; nothing is mapped.
public final class SafeTensors implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final SafeTensorsHeader header;
    private final long dataStart;
    private final FileStamp opened;

    private SafeTensors(Path path, FileChannel channel, FileStamp opened, SafeTensorsHeader header, long dataStart) {
        this.path = path;
        this.channel = channel;
        this.opened = opened;
        this.header = header;
        this.dataStart = dataStart;
    }

    /// Opens a file and checks its header.
    /// @throws InputException if it is missing or no sound safetensors file
    public static SafeTensors open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new InputException(
                    InputException.Kind.MISSING,
                    "ST-MISSING",
                    path.toString(),
                    "no such file",
                    "a safetensors file",
                    "Check the path");
        }
        FileChannel channel = null;
        try {
            FileStamp opened = FileStamp.of(path);
            FileChannel open = FileChannel.open(path, StandardOpenOption.READ);
            channel = open;
            long size = channel.size();
            ByteBuffer start = read(channel, 0, (int) Math.min(size, FileStart.BYTES));
            int length = FileStart.headerLength(path.toString(), start, size);
            SafeTensorsHeader header = new SafeTensorsHeader(
                    path.toString(), () -> new ChannelRange(open, 8, 8L + length), size - 8 - length);
            return new SafeTensors(path, channel, opened, header, 8 + length);
        } catch (EOFException problem) {
            closeQuietly(channel);
            throw changed(path, problem.getMessage());
        } catch (IOException problem) {
            closeQuietly(channel);
            throw unreadable(path, problem);
        } catch (InputException problem) {
            closeQuietly(channel);
            throw problem;
        }
    }

    /// Names of all tensors, in the header's order.
    public Set<String> names() {
        return Collections.unmodifiableSet(header.entries().keySet());
    }

    /// The header's free text.
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    /// Shape of a tensor.
    /// @throws InputException if one array cannot hold it
    public Shape shape(String name) {
        return header.shape(entry(name));
    }

    /// Bytes of a tensor.
    public long bytes(String name) {
        SafeTensorsHeader.Entry entry = entry(name);
        return entry.to() - entry.from();
    }

    /// Type of a tensor.
    public DType dtype(String name) {
        return entry(name).dtype();
    }

    /// Reads a tensor in its own type, into the open step's memory if there is one.
    /// @throws InputException if the file has changed since it was opened
    public Tensor read(String name, Backend backend) {
        SafeTensorsHeader.Entry entry = entry(name);
        long bytes = entry.to() - entry.from();
        Shape shape = header.shape(entry);
        requireUnchanged();
        Storage storage = Storage.allocate(entry.dtype(), shape.size());
        long done = 0;
        int chunk = 8 << 20;
        try {
            while (done < bytes) {
                int count = (int) Math.min(chunk, bytes - done);
                ByteBuffer buffer = read(channel, dataStart + entry.from() + done, count);
                storage.read(
                        (int) (done / entry.dtype().bytes()),
                        count / entry.dtype().bytes(),
                        buffer);
                done += count;
            }
        } catch (IOException problem) {
            requireUnchanged();
            throw unreadable(path, problem);
        }
        requireUnchanged();
        return Tensor.of(backend, storage, Layout.contiguous(shape));
    }

    private void requireUnchanged() {
        String change;
        try {
            change = opened.changeOf(path);
        } catch (IOException problem) {
            throw unreadable(path, problem);
        }
        if (change != null) {
            throw changed(path, change);
        }
    }

    private static InputException changed(Path path, String change) {
        return new InputException(
                InputException.Kind.BAD,
                "ST-CHANGED",
                path.toString(),
                change,
                "the file as it was opened",
                "Run again when nothing writes to it");
    }

    private SafeTensorsHeader.Entry entry(String name) {
        SafeTensorsHeader.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "ST-NAME",
                    path.toString(),
                    "no tensor '" + name + "'",
                    "one of its " + header.entries().size() + " tensors",
                    "Check that the file belongs to this model");
        }
        return entry;
    }

    private static ByteBuffer read(FileChannel channel, long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            int got = channel.read(buffer, position + buffer.position());
            if (got < 0) {
                throw new EOFException(
                        "the file ended at byte " + (position + buffer.position()) + " while it was read");
            }
        }
        return buffer.flip();
    }

    private static InputException unreadable(Path path, IOException problem) {
        return new InputException(
                InputException.Kind.IO,
                "ST-IO",
                path.toString(),
                String.valueOf(problem.getMessage()),
                "a readable file",
                "Check disk and permissions");
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException ignored) { // the problem that led here is the one to tell
            return;
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }
}
