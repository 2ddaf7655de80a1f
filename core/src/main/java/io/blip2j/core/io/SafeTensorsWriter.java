package io.blip2j.core.io;

import io.blip2j.core.InputException;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Writes a safetensors file: beside its place first, forced to disk, then moved there, so that a crash leaves
/// the old file or the new one, never half of one.
public final class SafeTensorsWriter {
    private static final int CHUNK = 1 << 20;

    private SafeTensorsWriter() {}

    /// A tensor that is made or read when its turn comes, so that one of them at a time is in memory.
    ///
    /// @param values of that type and shape
    public record Piece(String name, DType dtype, Shape shape, Supplier<Tensor> values) {}

    /// Writes tensors in the order of the map, as Hugging Face expects them (`format` is `pt`).
    /// @throws InputException of kind IO if the disk is full or cannot be written
    public static void write(Path path, Map<String, Tensor> tensors, Map<String, String> metadata) {
        List<Piece> pieces = new ArrayList<>();
        tensors.forEach((name, tensor) -> pieces.add(new Piece(name, tensor.dtype(), tensor.shape(), () -> tensor)));
        write(path, pieces, metadata);
    }

    /// Writes tensors in the order of the list.
    public static void write(Path path, List<Piece> tensors, Map<String, String> metadata) {
        Path beside = path.resolveSibling(path.getFileName() + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(
                    beside,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                byte[] header = header(tensors, metadata).getBytes(StandardCharsets.UTF_8);
                ByteBuffer start = ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
                start.putLong(header.length).put(header).flip();
                writeAll(channel, start);
                for (Piece tensor : tensors) {
                    writeTensor(channel, tensor);
                }
                channel.force(true);
            }
            Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException problem) {
            throw new InputException(
                    InputException.Kind.IO,
                    "ST-WRITE",
                    path.toString(),
                    String.valueOf(problem.getMessage()),
                    "room for the file and the right to write it",
                    "Free space or choose another folder");
        } finally {
            removeQuietly(beside);
        }
    }

    private static void removeQuietly(Path beside) {
        try {
            Files.deleteIfExists(beside);
        } catch (IOException ignored) { // the problem that led here is the one to tell
            return;
        }
    }

    private static String header(List<Piece> tensors, Map<String, String> metadata) {
        StringBuilder json = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"");
        metadata.forEach(
                (key, value) -> json.append(',').append(quote(key)).append(':').append(quote(value)));
        json.append('}');
        long at = 0;
        for (Piece tensor : tensors) {
            long to = at + (long) tensor.shape().size() * tensor.dtype().bytes();
            json.append(',')
                    .append(quote(tensor.name()))
                    .append(":{\"dtype\":\"")
                    .append(tensor.dtype())
                    .append("\",\"shape\":")
                    .append(tensor.shape().toString().replace(" ", ""))
                    .append(",\"data_offsets\":[")
                    .append(at)
                    .append(',')
                    .append(to)
                    .append("]}");
            at = to;
        }
        json.append('}');
        int bytes = json.toString().getBytes(StandardCharsets.UTF_8).length;
        return json.append(" ".repeat(-bytes & 7)).toString(); // the reference writer aligns the data to 8 bytes
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static void writeTensor(FileChannel channel, Piece tensor) throws IOException {
        DType type = tensor.dtype();
        int size = tensor.shape().size();
        Tensor rows = tensor.values().get().detach().contiguous();
        if (rows.dtype() != type || !rows.shape().equals(tensor.shape())) {
            throw new IllegalStateException(tensor.name() + " is " + rows.dtype() + " " + rows.shape()
                    + " where the header says " + type + " " + tensor.shape());
        }
        int from = rows.layout().offset();
        ByteBuffer buffer =
                ByteBuffer.allocate(Math.min(CHUNK, size) * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        int count;
        for (int done = 0; done < size; done += count) {
            count = Math.min(CHUNK, size - done);
            int at = from + done;
            buffer.clear();
            rows.storage().write(at, count, buffer);
            buffer.flip();
            writeAll(channel, buffer);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
