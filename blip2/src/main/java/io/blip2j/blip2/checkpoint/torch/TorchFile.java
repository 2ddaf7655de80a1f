package io.blip2j.blip2.checkpoint.torch;

import io.blip2j.blip2.checkpoint.torch.Pickled.Dict;
import io.blip2j.blip2.checkpoint.torch.Pickled.StoredTensor;
import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.io.TensorBytes;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.state.TensorSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// A file of `torch.save` open for reading: `pytorch_model.bin`, LAVIS's `.pth`.
///
/// Opening reads the pickle, which says which tensors there are; numbers are read one tensor at a time. Where the
/// file is a dictionary that has its tensors under `model` or `state_dict`, as LAVIS's are, those are the file's
/// tensors. Tensors may be views of shared numbers, in any order of axes.
///
/// **Source:** PyTorch `torch/serialization.py`; LAVIS `runner_base.py` for what a `.pth` holds.
public final class TorchFile implements TensorSource, AutoCloseable {
    private static final String[] INSIDE = {"model", "state_dict"};

    private final Path path;
    private final PickleProblem problem;
    private final FileChannel channel;
    private final Dict root;
    private final Map<String, TorchTensor> tensors = new LinkedHashMap<>();

    private TorchFile(Path path, PickleProblem problem, FileChannel channel) throws IOException {
        this.path = path;
        this.problem = problem;
        this.channel = channel;
        TorchArchive archive = TorchArchive.open(problem, path, channel);
        archive.requireLittleEndian();
        if (!(Unpickler.read(problem, archive.pickle()) instanceof Dict dict)) {
            throw problem.bad("PKL-ROOT", "no dictionary", "tensors by name", "Save model.state_dict()");
        }
        root = dict;
        Dict state = dict;
        for (String key : INSIDE) {
            if (dict.get(key) instanceof Dict inside) {
                state = inside;
                break;
            }
        }
        for (Map.Entry<String, Pickled> entry : state.values().entrySet()) {
            if (entry.getValue() instanceof StoredTensor stored) {
                tensors.put(entry.getKey(), TorchTensor.of(problem, entry.getKey(), stored, archive));
            }
        }
    }

    /// Opens a file.
    /// @throws InputException if it is missing, or no file of tensors that can be read without running what is in
    /// it
    public static TorchFile open(Path path) {
        PickleProblem problem = new PickleProblem(path.toString());
        if (!Files.isRegularFile(path)) {
            throw new InputException(
                    InputException.Kind.MISSING,
                    "PKL-MISSING",
                    path.toString(),
                    "no such file",
                    "a file of torch.save",
                    "Check the path");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            TorchFileStart.check(problem, channel);
            return new TorchFile(path, problem, channel);
        } catch (IOException unreadable) {
            closeQuietly(channel);
            throw unreadable(path, unreadable);
        } catch (InputException bad) {
            closeQuietly(channel);
            throw bad;
        }
    }

    @Override
    public String what() {
        return path.toString();
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    @Override
    public Shape shape(String name) {
        return tensor(name).layout().shape();
    }

    /// Type of a tensor.
    public DType dtype(String name) {
        return tensor(name).type();
    }

    @Override
    public Tensor read(String name, Backend backend) {
        TorchTensor tensor = tensor(name);
        try {
            return TensorBytes.read(channel, tensor.from(), tensor.type(), tensor.count(), tensor.layout(), backend)
                    .contiguous();
        } catch (IOException unreadable) {
            throw unreadable(path, unreadable);
        }
    }

    /// Plain values that the file has beside its tensors under a key, such as `config` in LAVIS's files; empty
    /// where there are none.
    public ConfigJson settings(String key) {
        ObjectNode settings = ConfigJson.writable();
        if (root.get(key) instanceof Dict dict) {
            PlainValues.copy(dict, settings);
        }
        return ConfigJson.of(path + " " + key, settings);
    }

    private TorchTensor tensor(String name) {
        TorchTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw problem.bad(
                    "PKL-NAME",
                    "no tensor '" + name + "'",
                    "one of its " + tensors.size() + " tensors",
                    "Check that the file belongs to this model");
        }
        return tensor;
    }

    private static InputException unreadable(Path path, IOException cause) {
        return new InputException(
                InputException.Kind.IO,
                "PKL-IO",
                path.toString(),
                String.valueOf(cause.getMessage()),
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
