package io.blip2j.blip2.train;

import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.io.SafeTensors;
import io.blip2j.core.io.SafeTensorsWriter;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Module;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.optim.AdamW;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A run's state on disk: learned parameters, the optimiser's moments, the step.
///
/// A checkpoint `step-N` is written as `step-N.tmp`: files forced to disk, then a manifest with their SHA-256,
/// then an atomic move. There is no pointer to the latest: the newest one whose manifest holds wins, and an older
/// one is removed only after a newer one is in its place. Random numbers and the order of samples follow from
/// seed and step, so nothing of them is stored.
public final class Checkpoint {
    private static final String PREFIX = "step-";
    private static final String TENSORS = "state.safetensors";
    private static final String MANIFEST = "manifest.txt";

    private final Path folder;

    /// @param folder where the run's checkpoints are
    public Checkpoint(Path folder) {
        this.folder = folder;
    }

    /// Writes the state after `step` steps and removes older ones.
    public void save(int step, Module model, AdamW adamW) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : model.learning()) {
            tensors.put("model/" + parameter.path(), parameter.values());
        }
        adamW.state().forEach((name, tensor) -> tensors.put("adamw/" + name, tensor));
        Path target = folder.resolve(PREFIX + step);
        Path beside = folder.resolve(PREFIX + step + ".tmp");
        try {
            removeTree(beside);
            Files.createDirectories(beside);
            SafeTensorsWriter.write(beside.resolve(TENSORS), tensors, Map.of("step", String.valueOf(step)));
            Files.writeString(beside.resolve(MANIFEST), sha256(beside.resolve(TENSORS)) + "  " + TENSORS + "\n");
            force(beside.resolve(MANIFEST));
            force(beside);
            removeTree(target);
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            force(folder);
            for (Path older : all()) {
                if (stepOf(older) < step) {
                    removeTree(older);
                }
            }
        } catch (IOException problem) {
            throw new InputException(
                    InputException.Kind.IO,
                    "CKPT-WRITE",
                    target.toString(),
                    String.valueOf(problem.getMessage()),
                    "room for a checkpoint",
                    "Free space; the last checkpoint before is whole");
        }
    }

    /// Reads the newest valid state into model and optimiser.
    /// @return the steps done, 0 where there is none
    public int restore(Module model, AdamW adamW, Backend backend) {
        Optional<Path> newest = newestValid();
        if (newest.isEmpty()) {
            return 0;
        }
        try (SafeTensors file = SafeTensors.open(newest.get().resolve(TENSORS))) {
            for (Parameter parameter : model.learning()) {
                parameter.set(file.read("model/" + parameter.path(), backend));
            }
            Map<String, Tensor> state = new LinkedHashMap<>();
            for (String name : file.names()) {
                if (name.startsWith("adamw/")) {
                    state.put(name.substring("adamw/".length()), file.read(name, backend));
                }
            }
            adamW.load(state);
        }
        return stepOf(newest.get());
    }

    /// Removes all checkpoints: the run is finished and its folder holds the model.
    public void clear() {
        try {
            removeTree(folder);
        } catch (IOException problem) {
            throw new InputException(
                    InputException.Kind.IO,
                    "CKPT-REMOVE",
                    folder.toString(),
                    String.valueOf(problem.getMessage()),
                    "the right to remove it",
                    "Remove the folder by hand");
        }
    }

    private Optional<Path> newestValid() {
        List<Path> paths = all();
        paths.sort(Comparator.comparingInt(Checkpoint::stepOf).reversed());
        for (Path path : paths) {
            try {
                String manifest = Files.readString(path.resolve(MANIFEST));
                if (manifest.equals(sha256(path.resolve(TENSORS)) + "  " + TENSORS + "\n")) {
                    return Optional.of(path);
                }
            } catch (IOException damaged) { // an older one may be whole
                continue;
            }
        }
        return Optional.empty();
    }

    private List<Path> all() {
        if (!Files.isDirectory(folder)) {
            return new ArrayList<>();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return new ArrayList<>(entries.filter(path -> stepOf(path) >= 0).toList());
        } catch (IOException problem) {
            throw new InputException(
                    InputException.Kind.IO,
                    "CKPT-READ",
                    folder.toString(),
                    String.valueOf(problem.getMessage()),
                    "a readable folder",
                    "Check permissions");
        }
    }

    private static int stepOf(Path path) {
        String name = path.getFileName().toString();
        String digits = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
        return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : -1;
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void removeTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
