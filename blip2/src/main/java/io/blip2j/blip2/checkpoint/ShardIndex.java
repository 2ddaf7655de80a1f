package io.blip2j.blip2.checkpoint;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// `model.safetensors.index.json` or `pytorch_model.bin.index.json`: which of several files holds a tensor, held
/// against the files.
///
/// | code | when |
/// |---|---|
/// | `IDX-MISSING` | a file that is named is not there |
/// | `IDX-PATH` | a file is named outside the folder, or by more than its name |
/// | `IDX-LINK` | a file is a link out of the folder; into `blobs` of the same hub cache entry it may lead |
/// | `IDX-TENSOR` | a tensor is not in the file that is named for it |
/// | `IDX-SIZE` | `total_size` is not the size of the tensors |
///
/// `total_size` may count tensors twice that are saved once, since they are tied: some converters left it so.
final class ShardIndex {
    private static final int MAX_ALIASES = 3; // T5 has one embedding by four names

    private final Path index;
    private final Path folder;

    ShardIndex(Path index) {
        this.index = index;
        this.folder = index.toAbsolutePath().getParent();
    }

    /// The open file of each tensor.
    /// @param files those that are open; others are added
    Map<String, WeightFile> open(Map<Path, WeightFile> files) {
        ConfigJson json = ConfigJson.read(index);
        Map<String, WeightFile> holders = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry :
                json.object("weight_map").tree().properties()) {
            String name = entry.getKey();
            WeightFile open = files.computeIfAbsent(shard(name, entry.getValue()), WeightFile::open);
            if (!open.names().contains(name)) {
                throw bad(
                        "IDX-TENSOR",
                        "tensor '" + name + "' said to be in " + entry.getValue() + ", which has no such tensor",
                        "the file that has it");
            }
            holders.put(name, open);
        }
        checkSize(json.object("metadata").tree().get("total_size"), holders);
        return holders;
    }

    private Path shard(String tensor, JsonNode value) {
        String name = value.isString() ? value.stringValue() : "";
        if (name.isEmpty() || name.startsWith(".") || !isPlain(name)) {
            throw bad("IDX-PATH", "tensor '" + tensor + "' in " + value, "the name of a file in the same folder");
        }
        Path shard = folder.resolve(name);
        if (!Files.isRegularFile(shard)) {
            throw new InputException(
                    InputException.Kind.MISSING,
                    "IDX-MISSING",
                    index.toString(),
                    "'" + name + "', which is not there",
                    "all files that it names",
                    "Download that file too");
        }
        try {
            Path real = shard.toRealPath();
            Path home = folder.toRealPath();
            Path blobs = home.resolve("../../blobs").normalize();
            if (!real.startsWith(home) && !real.getParent().equals(blobs)) {
                throw bad("IDX-LINK", "'" + name + "', a link out of the folder", "a file in the folder");
            }
        } catch (IOException problem) {
            throw new InputException(
                    InputException.Kind.IO,
                    "IDX-IO",
                    shard.toString(),
                    String.valueOf(problem.getMessage()),
                    "a readable file",
                    "Check disk and permissions");
        }
        return shard;
    }

    private static boolean isPlain(String name) {
        return name.indexOf('/') < 0 && name.indexOf('\\') < 0 && name.indexOf('\0') < 0;
    }

    /// Holds the size that the index says against the sum of the tensors' bytes.
    private void checkSize(JsonNode said, Map<String, WeightFile> holders) {
        if (said == null || said.isNull()) {
            return;
        }
        long sum = 0;
        Set<Long> sizes = new HashSet<>();
        for (Map.Entry<String, WeightFile> holder : holders.entrySet()) {
            long bytes = holder.getValue().bytes(holder.getKey());
            sum += bytes;
            sizes.add(bytes);
        }
        double more = said.isNumber() ? said.doubleValue() - sum : Double.NaN;
        for (int aliases = 0; aliases <= MAX_ALIASES; aliases++) {
            if (more == 0 || more > 0 && aliases > 0 && sizes.contains((long) (more / aliases))) {
                return;
            }
        }
        throw bad("IDX-SIZE", "total_size " + said, sum + " bytes, as in its " + holders.size() + " tensors");
    }

    private InputException bad(String code, String found, String expected) {
        return new InputException(
                InputException.Kind.BAD, code, index.toString(), found, expected, "Download the whole folder again");
    }
}
