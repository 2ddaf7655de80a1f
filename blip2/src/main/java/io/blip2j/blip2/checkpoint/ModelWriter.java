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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// Writes a model's parameters as Hugging Face's `save_pretrained` does: one file, or several with an index.
///
/// A matrix frozen in a half type is written in that type, one of integers as [ModelFolder] says, everything else as
/// F32. Only one tensor is in memory in that form at a time.
public final class ModelWriter {
    /// Largest file, in bytes, unless a single tensor is larger.
    public static final long MAX_FILE_BYTES = 2L << 30;

    private ModelWriter() {}

    /// Makes the folder if it is not there, and writes the parameters that a test accepts.
    public static void write(Path folder, Module module, Predicate<Parameter> wanted, long maxFileBytes) {
        write(folder, pieces(module.parameters().stream().filter(wanted).toList()), maxFileBytes);
    }

    /// Makes the folder if it is not there, and writes tensors by their names.
    public static void write(Path folder, List<SafeTensorsWriter.Piece> tensors, long maxFileBytes) {
        List<List<SafeTensorsWriter.Piece>> files = split(tensors, maxFileBytes);
        Set<String> written = new TreeSet<>();
        ObjectNode index = ConfigJson.writable();
        ObjectNode map = ConfigJson.writable();
        long total = 0;
        makeFolder(folder);
        for (int i = 0; i < files.size(); i++) {
            String name = files.size() == 1
                    ? ModelFolder.WEIGHTS
                    : String.format("model-%05d-of-%05d.safetensors", i + 1, files.size());
            for (SafeTensorsWriter.Piece tensor : files.get(i)) {
                map.put(tensor.name(), name);
                total += bytes(tensor);
            }
            SafeTensorsWriter.write(folder.resolve(name), files.get(i), Map.of());
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
        SafeTensorsWriter.write(file, pieces(parameters), Map.of());
    }

    private static List<SafeTensorsWriter.Piece> pieces(List<Parameter> parameters) {
        List<SafeTensorsWriter.Piece> pieces = new ArrayList<>();
        for (Parameter parameter : parameters) {
            if (isQuantized(parameter)) {
                addIntegers(parameter, pieces);
                continue;
            }
            DType type = type(parameter);
            pieces.add(new SafeTensorsWriter.Piece(
                    parameter.path(),
                    type,
                    parameter.shape(),
                    () -> parameter.values().cast(type)));
        }
        return pieces;
    }

    private static boolean isQuantized(Parameter parameter) {
        return parameter.packed() != null && parameter.packed().format().isQuantized();
    }

    private static void addIntegers(Parameter parameter, List<SafeTensorsWriter.Piece> pieces) {
        Packing.Integers integers = parameter.integers();
        for (boolean factors : new boolean[] {false, true}) {
            Tensor part = factors ? integers.factors() : integers.numbers();
            pieces.add(new SafeTensorsWriter.Piece(
                    parameter.path() + (factors ? ModelFolder.FACTORS : ""),
                    part.dtype(),
                    part.shape(),
                    () -> factors
                            ? parameter.integers().factors()
                            : parameter.integers().numbers()));
        }
    }

    private static List<List<SafeTensorsWriter.Piece>> split(List<SafeTensorsWriter.Piece> tensors, long maxFileBytes) {
        List<List<SafeTensorsWriter.Piece>> files = new ArrayList<>();
        files.add(new ArrayList<>());
        long size = 0;
        for (SafeTensorsWriter.Piece tensor : tensors) {
            if (size > 0 && size + bytes(tensor) > maxFileBytes) {
                files.add(new ArrayList<>());
                size = 0;
            }
            files.getLast().add(tensor);
            size += bytes(tensor);
        }
        return files;
    }

    private static long bytes(SafeTensorsWriter.Piece tensor) {
        return (long) tensor.shape().size() * tensor.dtype().bytes();
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

    /// Makes a folder if it is not there.
    public static Path makeFolder(Path folder) {
        try {
            return Files.createDirectories(folder);
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
