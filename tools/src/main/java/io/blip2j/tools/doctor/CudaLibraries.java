package io.blip2j.tools.doctor;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Where the CUDA libraries are. Looks at files and loads nothing, so that it runs on any machine.
///
/// The folders, in order: `BLIP2_CUDA_PATH`, `LD_LIBRARY_PATH`, `CUDA_HOME` and `CUDA_PATH`, `/usr/local/cuda*`,
/// system folders, then NVIDIA's wheels in the active Python environment and in the user's. `stubs` never count.
record CudaLibraries(Path root, Map<String, String> environment) {
    private static final List<Library> LIBRARIES = List.of(
            new Library("driver", "libcuda.so.1", "install the NVIDIA driver, 580 or newer"),
            new Library("nvrtc", "libnvrtc.so.{13,12}", "pip install nvidia-cuda-nvrtc"),
            new Library("cublasLt", "libcublasLt.so.{13,12}", "pip install nvidia-cublas"),
            new Library("cudnn", "libcudnn.so.9", "optional: pip install nvidia-cudnn-cu13"),
            new Library("nccl", "libnccl.so.2", "optional, for several GPUs: pip install nvidia-nccl-cu13"));

    private record Library(String name, String file, String install) {}

    /// One library: its file, or what to install. The other field is null.
    record Found(String name, String file, String install) {}

    /// Looks for every library.
    List<Found> find() {
        List<Path> folders = folders();
        return LIBRARIES.stream().map(library -> find(library, folders)).toList();
    }

    private static Found find(Library library, List<Path> folders) {
        for (Path folder : folders) {
            List<Path> files = entries(folder, library.file());
            if (!files.isEmpty()) {
                return new Found(library.name(), files.getLast().toString(), null);
            }
        }
        return new Found(library.name(), null, library.install());
    }

    private List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        for (String variable : List.of("BLIP2_CUDA_PATH", "LD_LIBRARY_PATH")) {
            for (String folder : environment.getOrDefault(variable, "").split(File.pathSeparator)) {
                if (!folder.isBlank()) {
                    folders.add(Path.of(folder));
                }
            }
        }
        List<Path> homes = new ArrayList<>();
        for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
            if (environment.containsKey(variable)) {
                homes.add(Path.of(environment.get(variable)));
            }
        }
        List<Path> installed = entries(root.resolve("usr/local"), "cuda*");
        Collections.reverse(installed);
        homes.addAll(installed);
        for (Path home : homes) {
            folders.add(home.resolve("lib64"));
            folders.add(home.resolve("targets/x86_64-linux/lib"));
        }
        for (String folder : List.of(
                "usr/lib/x86_64-linux-gnu", "usr/lib64", "usr/lib", "usr/local/nvidia/lib64", "usr/lib/wsl/lib")) {
            folders.add(root.resolve(folder));
        }
        folders.addAll(wheels());
        return folders;
    }

    /// `lib/python3.*/site-packages/nvidia/*/lib` of the Python environments at hand.
    private List<Path> wheels() {
        List<Path> folders = new ArrayList<>();
        List<Path> prefixes = new ArrayList<>();
        for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
            if (environment.containsKey(variable)) {
                prefixes.add(Path.of(environment.get(variable)));
            }
        }
        if (environment.containsKey("HOME")) {
            prefixes.add(Path.of(environment.get("HOME"), ".local"));
        }
        for (Path prefix : prefixes) {
            for (Path python : entries(prefix.resolve("lib"), "python3.*")) {
                for (Path wheel : entries(python.resolve("site-packages/nvidia"), "*")) {
                    folders.add(wheel.resolve("lib"));
                }
            }
        }
        return folders;
    }

    /// Entries of a folder that match a glob, sorted; none if it cannot be read.
    private static List<Path> entries(Path folder, String glob) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = new ArrayList<>();
            files.filter(file -> matcher.matches(file.getFileName())).forEach(found::add);
            Collections.sort(found);
            return found;
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }
}
