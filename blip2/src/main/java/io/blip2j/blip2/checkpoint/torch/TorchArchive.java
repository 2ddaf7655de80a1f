package io.blip2j.blip2.checkpoint.torch;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// The zip archive that a PyTorch file is: `NAME/data.pkl`, `NAME/data/KEY` for the numbers, `NAME/byteorder`.
///
/// Only where entries lie is read when it is opened. Entries are stored as they are, never compressed: that is
/// what lets numbers be read in place, and what leaves no room for a zip bomb.
///
/// **Source:** PyTorch `caffe2/serialize/inline_container.cc`.
final class TorchArchive {
    private static final int MAX_PICKLE = 16 << 20;
    private static final String PICKLE = "data.pkl";
    private static final String SAVE_AGAIN = "Save it again with torch.save, or as safetensors";

    /// Where an entry's bytes lie in the file.
    record Entry(long from, long bytes) {}

    private final PickleProblem problem;
    private final FileChannel channel;
    private final Map<String, Entry> entries = new HashMap<>();
    private final String root;

    private TorchArchive(PickleProblem problem, FileChannel channel, List<ZipArchiveEntry> zipped) throws IOException {
        this.problem = problem;
        this.channel = channel;
        long size = channel.size();
        for (ZipArchiveEntry entry : zipped) {
            add(entry, size);
        }
        root = root();
    }

    /// Finds the entries.
    /// @param channel the file, open for as long as numbers are read
    /// @throws InputException with a code that begins with `PKL-ZIP`
    static TorchArchive open(PickleProblem problem, Path path, FileChannel channel) throws IOException {
        List<ZipArchiveEntry> zipped;
        // A channel of its own: the zip reader closes the one it has, even when it is collected.
        try (ZipFile zip = ZipFile.builder().setPath(path).get()) {
            zipped = Collections.list(zip.getEntries());
        } catch (IOException | IllegalArgumentException | ArithmeticException damaged) {
            throw problem.damaged(
                    "PKL-ZIP",
                    "a zip archive without a sound directory at its end (" + damaged.getMessage()
                            + "): was the download cut short?",
                    "a whole file of torch.save");
        }
        return new TorchArchive(problem, channel, zipped);
    }

    private void add(ZipArchiveEntry entry, long fileSize) {
        String name = entry.getName();
        if (entry.getMethod() != ZipArchiveEntry.STORED
                || entry.getSize() != entry.getCompressedSize()
                || entry.getGeneralPurposeBit().usesEncryption()) {
            throw problem.bad(
                    "PKL-ZIP-PACKED",
                    "entry '" + name + "' that is compressed or encrypted, " + entry.getCompressedSize() + " bytes for "
                            + entry.getSize(),
                    "entries stored as they are",
                    SAVE_AGAIN);
        }
        long from = entry.getDataOffset();
        if (from < 0 || entry.getSize() < 0 || entry.getSize() > fileSize - from) {
            throw problem.damaged(
                    "PKL-ZIP",
                    "entry '" + name + "' of " + entry.getSize() + " bytes at " + from + " in a file of " + fileSize,
                    "entries inside the file");
        }
        if (entries.put(name, new Entry(from, entry.getSize())) != null) {
            throw problem.suspicious("PKL-ZIP-TWICE", "entry '" + name + "' twice", "each entry once");
        }
    }

    /// The folder inside the archive that everything lies in.
    private String root() {
        String found = null;
        for (String name : entries.keySet()) {
            if (name.equals(PICKLE) || name.endsWith("/" + PICKLE)) {
                if (found != null) {
                    throw problem.suspicious(
                            "PKL-ZIP-TWICE", "'" + found + PICKLE + "' and '" + name + "'", "one " + PICKLE);
                }
                found = name.substring(0, name.length() - PICKLE.length());
            }
        }
        if (found == null) {
            throw problem.bad(
                    "PKL-ZIP",
                    "a zip archive without " + PICKLE,
                    "a file of torch.save",
                    "Name the file of the weights");
        }
        return found;
    }

    /// The bytes of the pickle.
    byte[] pickle() throws IOException {
        Entry entry = entries.get(root + PICKLE);
        if (entry.bytes() > MAX_PICKLE) {
            throw problem.suspicious(
                    "PKL-SIZE", PICKLE + " of " + entry.bytes() + " bytes", "at most " + MAX_PICKLE + " bytes");
        }
        return bytes(entry);
    }

    /// Refuses numbers whose bytes lie the other way round.
    void requireLittleEndian() throws IOException {
        Entry entry = entries.get(root + "byteorder");
        if (entry == null) {
            return; // files of before PyTorch 2.1: little-endian wherever published models come from
        }
        String order = entry.bytes() > 16 ? "?" : new String(bytes(entry), StandardCharsets.ISO_8859_1).strip();
        if (!order.equals("little")) {
            throw problem.bad("PKL-ORDER", "byte order '" + order + "'", "'little'", SAVE_AGAIN);
        }
    }

    /// Where the numbers of a key lie, or null.
    Entry numbers(String key) {
        return entries.get(root + "data/" + key);
    }

    private byte[] bytes(Entry entry) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) entry.bytes());
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, entry.from() + bytes.position()) < 0) {
                throw problem.damaged("PKL-ZIP", "a file that ended while it was read", "a whole file");
            }
        }
        return bytes.array();
    }
}
