package io.blip2j.blip2.checkpoint;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A folder with a model as Hugging Face writes it: `config.json`, and `model.safetensors` or several files with
/// `model.safetensors.index.json`, else `pytorch_model.bin` or several files with `pytorch_model.bin.index.json`.
///
/// Opening reads headers alone; tensors are read one at a time. Closing closes the files.
public final class ModelFolder implements ModelSource {
    /// Name of the file that holds all tensors, where one does.
    public static final String WEIGHTS = "model.safetensors";

    /// Name of the file that says which of several files holds a tensor.
    public static final String INDEX = "model.safetensors.index.json";

    /// Name of the file that holds all tensors in folders of before safetensors.
    public static final String TORCH_WEIGHTS = "pytorch_model.bin";

    /// Name of the index in folders of before safetensors.
    public static final String TORCH_INDEX = "pytorch_model.bin.index.json";

    private static final String STAGE1 = "stage1";
    private static final String CONFIG = "config.json";

    private final Path folder;
    private final Map<Path, WeightFile> files = new LinkedHashMap<>();
    private final Map<String, WeightFile> holders = new LinkedHashMap<>();

    private ModelFolder(Path folder) {
        this.folder = folder;
    }

    /// Opens the tensors of a folder.
    /// @throws InputException if there are none, or the index does not fit the files
    public static ModelFolder open(Path folder) {
        ModelFolder opened = new ModelFolder(folder);
        try {
            if (Files.isRegularFile(folder.resolve(WEIGHTS))) {
                opened.add(folder.resolve(WEIGHTS));
            } else if (Files.isRegularFile(folder.resolve(INDEX))) {
                opened.addIndexed(folder.resolve(INDEX));
            } else if (Files.isRegularFile(folder.resolve(TORCH_WEIGHTS))) {
                opened.add(folder.resolve(TORCH_WEIGHTS));
            } else if (Files.isRegularFile(folder.resolve(TORCH_INDEX))) {
                opened.addIndexed(folder.resolve(TORCH_INDEX));
            } else {
                throw new InputException(
                        InputException.Kind.MISSING,
                        "MODEL-WEIGHTS",
                        folder.toString(),
                        Files.isDirectory(folder) ? "no weights" : "no such folder",
                        "a folder with " + WEIGHTS + " or " + TORCH_WEIGHTS + ", or an index of several files",
                        "Check the path; is the download complete?");
            }
        } catch (InputException problem) {
            opened.close();
            throw problem;
        }
        return opened;
    }

    /// The models in a folder, as folders inside it: its root, and in a run folder the one of stage 1 behind it.
    public static List<String> modelsIn(Path folder) {
        boolean hasStage1 = Files.isRegularFile(folder.resolve(STAGE1).resolve(CONFIG));
        boolean hasRoot = Files.exists(folder.resolve(CONFIG)) || !hasStage1;
        return hasRoot && hasStage1 ? List.of("", STAGE1) : List.of(hasRoot ? "" : STAGE1);
    }

    /// Adds all tensors of one more file.
    public void add(Path file) {
        WeightFile open = files.computeIfAbsent(file, WeightFile::open);
        for (String name : open.names()) {
            if (holders.putIfAbsent(name, open) != null) {
                throw new InputException(
                        InputException.Kind.BAD,
                        "MODEL-TWICE",
                        file.toString(),
                        "tensor '" + name + "', which another file has too",
                        "each tensor in one file",
                        "Remove the file that does not belong here");
            }
        }
    }

    private void addIndexed(Path index) {
        holders.putAll(new ShardIndex(index).open(files));
    }

    /// The files that tensors lie in.
    public Set<Path> files() {
        return Collections.unmodifiableSet(files.keySet());
    }

    /// The folder.
    public Path path() {
        return folder;
    }

    @Override
    public ConfigJson config() {
        return ConfigJson.read(folder.resolve(CONFIG));
    }

    @Override
    public String what() {
        return folder.toString();
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(holders.keySet());
    }

    @Override
    public Shape shape(String name) {
        return holder(name).shape(name);
    }

    @Override
    public DType dtype(String name) {
        return holder(name).dtype(name);
    }

    @Override
    public Tensor read(String name, Backend backend) {
        return holder(name).read(name, backend);
    }

    private WeightFile holder(String name) {
        WeightFile holder = holders.get(name);
        if (holder == null) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "MODEL-MISSING",
                    folder.toString(),
                    "no tensor '" + name + "'",
                    "one of its " + holders.size() + " tensors",
                    "Does config.json belong to these weights?");
        }
        return holder;
    }

    @Override
    public void close() {
        files.values().forEach(WeightFile::close);
    }
}
