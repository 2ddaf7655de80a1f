package io.blip2j.blip2.checkpoint.torch;

import io.blip2j.core.InputException;
import io.blip2j.core.io.SafeTensorsWriter.Piece;
import io.blip2j.core.shape.DType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/// Writes a file that `torch.load(file, weights_only=True)` reads: beside its place first, forced to disk, then
/// moved there. Tensors are written one at a time, as F32.
///
/// **Source:** PyTorch `torch/serialization.py`.
public final class TorchFileWriter {
    private static final String ROOT = "archive/";
    private static final int ALIGNMENT = 64;
    private static final int CHUNK = 1 << 18;

    private TorchFileWriter() {}

    /// Writes `{"model": tensors, **beside}`.
    /// @param tensors of type F32
    /// @param beside plain values: texts, numbers, lists and maps of them
    /// @throws InputException of kind IO if the disk is full or cannot be written
    public static void write(Path path, List<Piece> tensors, Map<String, ?> beside) {
        Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE);
                    ZipArchiveOutputStream zip = new ZipArchiveOutputStream(channel)) {
                add(zip, "data.pkl", Pickler.file(tensors, beside));
                add(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
                for (int i = 0; i < tensors.size(); i++) {
                    addNumbers(zip, "data/" + i, tensors.get(i));
                }
                add(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
                zip.finish();
                channel.force(true);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException problem) {
            throw new InputException(
                    InputException.Kind.IO,
                    "PKL-WRITE",
                    path.toString(),
                    String.valueOf(problem.getMessage()),
                    "room for the file and the right to write it",
                    "Free space or choose another folder");
        } finally {
            removeQuietly(temporary);
        }
    }

    private static void add(ZipArchiveOutputStream zip, String name, byte[] content) throws IOException {
        begin(zip, name, content.length);
        zip.write(content);
        zip.closeArchiveEntry();
    }

    private static void addNumbers(ZipArchiveOutputStream zip, String name, Piece tensor) throws IOException {
        if (tensor.dtype() != DType.F32) {
            throw new IllegalArgumentException(tensor.name() + " is " + tensor.dtype() + ", not F32");
        }
        float[] numbers = tensor.values().get().toFloats();
        begin(zip, name, (long) numbers.length * Float.BYTES);
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < numbers.length; done += CHUNK) {
            int count = Math.min(CHUNK, numbers.length - done);
            buffer.clear().asFloatBuffer().put(numbers, done, count);
            zip.write(buffer.array(), 0, count * Float.BYTES);
        }
        zip.closeArchiveEntry();
    }

    private static void begin(ZipArchiveOutputStream zip, String name, long size) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(ROOT + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(size);
        entry.setAlignment(ALIGNMENT);
        entry.setTime(0); // the same model gives the same bytes
        zip.putArchiveEntry(entry);
    }

    private static void removeQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException ignored) { // the problem that led here is the one to tell
            return;
        }
    }
}
