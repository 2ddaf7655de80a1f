package io.blip2j.blip2.checkpoint;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.io.SafeTensorsWriter;
import io.blip2j.core.op.update.Packing;
import io.blip2j.core.shape.DType;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Module;
import io.blip2j.nn.Parameter;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// Writes a model's parameters as Hugging Face's `save_pretrained` does: one file, or several with an index.
///
/// A matrix frozen in a half type is written in that type, one of integers as [ModelFolder] says, everything else
/// as
/// F32. Only one file's tensors are in memory in that form at a time.
public final class ModelWriter {
    /// Largest file, in bytes, unless a single tensor is larger.
    public static final long MAX_FILE_BYTES = 2L << 30;

    private ModelWriter() {}

    /// Makes the folder if it is not there, and writes the parameters that a test accepts.
    public static void write(Path folder, Module module, Predicate<Parameter> wanted, long maxFileBytes) {
        List<List<Parameter>> files = split(module, wanted, maxFileBytes);
        Set<String> written = new TreeSet<>();
        ObjectNode index = ConfigJson.writable();
        ObjectNode map = ConfigJson.writable();
        long total = 0;
        makeFolder(folder);
        for (int i = 0; i < files.size(); i++) {
            String name = files.size() == 1
                    ? ModelFolder.WEIGHTS
                    : String.format("model-%05d-of-%05d.safetensors", i + 1, files.size());
            for (Parameter parameter : files.get(i)) {
                map.put(parameter.path(), name);
                if (isQuantized(parameter)) {
                    map.put(parameter.path() + ModelFolder.FACTORS, name);
                }
                total += bytes(parameter);
            }
            writeFile(folder.resolve(name), files.get(i));
            written.add(name);
        }
        if (files.size() > 1) {
            index.putObject("metadata").put("total_size", total);
            index.set("weight_map", map);
            ConfigJson.write(folder.resolve(ModelFolder.INDEX), index);
            written.add(ModelFolder.INDEX);
        }
        removeOthers(folder, written);
    }

    /// Writes some parameters to one file.
    public static void writeFile(Path file, List<Parameter> parameters) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            if (isQuantized(parameter)) {
                Packing.Integers integers = parameter.integers();
                tensors.put(parameter.path(), integers.numbers());
                tensors.put(parameter.path() + ModelFolder.FACTORS, integers.factors());
            } else {
                tensors.put(parameter.path(), parameter.values().cast(type(parameter)));
            }
        }
        SafeTensorsWriter.write(file, tensors, Map.of());
    }

    private static List<List<Parameter>> split(Module module, Predicate<Parameter> wanted, long maxFileBytes) {
        List<List<Parameter>> files = new ArrayList<>();
        files.add(new ArrayList<>());
        long size = 0;
        for (Parameter parameter : module.parameters()) {
            if (!wanted.test(parameter)) {
                continue;
            }
            if (size > 0 && size + bytes(parameter) > maxFileBytes) {
                files.add(new ArrayList<>());
                size = 0;
            }
            files.getLast().add(parameter);
            size += bytes(parameter);
        }
        return files;
    }

    private static boolean isQuantized(Parameter parameter) {
        return parameter.packed() != null && parameter.packed().format().isQuantized();
    }

    private static long bytes(Parameter parameter) {
        long size = parameter.shape().size();
        return isQuantized(parameter) ? size : size * type(parameter).bytes();
    }

    private static DType type(Parameter parameter) {
        MatrixFormat format = parameter.packed() == null
                ? MatrixFormat.F32
                : parameter.packed().format();
        return switch (format) {
            case BF16 -> DType.BF16;
            case F16 -> DType.F16;
            case F32, INT8, INT4 -> DType.F32;
        };
    }

    /// What an earlier save left would be read instead of, or beside, the new files.
    private static void removeOthers(Path folder, Set<String> written) {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, "model*.safetensors*")) {
            for (Path file : old) {
                String name = file.getFileName().toString();
                boolean ours = name.equals(ModelFolder.WEIGHTS)
                        || name.equals(ModelFolder.INDEX)
                        || name.matches("model-\\d{5}-of-\\d{5}\\.safetensors");
                if (ours && !written.contains(name)) {
                    Files.delete(file);
                }
            }
        } catch (IOException problem) {
            throw unwritable(folder, problem);
        }
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException problem) {
            throw unwritable(folder, problem);
        }
    }

    private static InputException unwritable(Path folder, IOException problem) {
        return new InputException(
                InputException.Kind.IO,
                "MODEL-WRITE",
                folder.toString(),
                String.valueOf(problem.getMessage()),
                "a folder that can be written",
                "Check disk and permissions");
    }
}
