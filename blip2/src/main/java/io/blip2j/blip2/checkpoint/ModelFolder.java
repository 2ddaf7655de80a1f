package io.blip2j.blip2.checkpoint;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.op.update.Packing;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A folder with a model as Hugging Face writes it: `config.json`, and `model.safetensors` or several files with
/// `model.safetensors.index.json`, else `pytorch_model.bin` or several files with `pytorch_model.bin.index.json`.
///
/// A matrix in INT8 or INT4 is two tensors: U8 under its own name, and its factors under the name with `.scale`,
/// in the form that [io.blip2j.core.op.update.Packing] describes: F32 `[n]` beside `[n, k]` bytes is INT8, BF16
/// `[n, ⌈k/32⌉]` beside `[n, k/2]` is INT4. `quantization_config` of `config.json` says `{"quant_method":
/// "blip2j"}` then: Hugging Face's classes cannot open such a folder and say so.
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
    /// What the name of a matrix's factors has behind the matrix's own.
    static final String FACTORS = ".scale";

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
        Set<String> names = new LinkedHashSet<>();
        for (String name : holders.keySet()) {
            boolean factors =
                    name.endsWith(FACTORS) && isQuantized(name.substring(0, name.length() - FACTORS.length()));
            if (!factors) {
                names.add(name);
            }
        }
        return names;
    }

    private boolean isQuantized(String name) {
        return holders.containsKey(name)
                && holders.containsKey(name + FACTORS)
                && holder(name).dtype(name) == DType.U8
                && holder(name).shape(name).rank() == 2;
    }

    private MatrixFormat format(String name) {
        return holder(name + FACTORS).shape(name + FACTORS).rank() == 1 ? MatrixFormat.INT8 : MatrixFormat.INT4;
    }

    @Override
    public Shape shape(String name) {
        Shape shape = holder(name).shape(name);
        return isQuantized(name) && format(name) == MatrixFormat.INT4 ? shape.with(1, 2 * shape.dim(1)) : shape;
    }

    @Override
    public DType dtype(String name) {
        return holder(name).dtype(name);
    }

    @Override
    public Tensor read(String name, Backend backend) {
        PackedMatrix packed = packed(name, backend);
        return packed == null ? holder(name).read(name, backend) : Packing.unpack(packed, backend);
    }

    @Override
    public PackedMatrix packed(String name, Backend backend) {
        if (!isQuantized(name)) {
            return null;
        }
        String factors = name + FACTORS;
        Packing.Integers integers = new Packing.Integers(
                holder(name).read(name, backend), holder(factors).read(factors, backend));
        try {
            return Packing.pack(name, shape(name).dim(1), format(name), integers);
        } catch (ShapeException wrong) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "MODEL-SCALE",
                    folder.toString(),
                    wrong.getMessage(),
                    "bytes [n, k] with F32 factors [n], or [n, k/2] with BF16 factors [n, k/32]",
                    "Write the folder again: blip2 quantize");
        }
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
