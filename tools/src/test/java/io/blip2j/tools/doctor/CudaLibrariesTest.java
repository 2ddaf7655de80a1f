package io.blip2j.tools.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CudaLibrariesTest {
    @TempDir
    private Path root;

    @Test
    void bareMachineIsToldWhatToInstall() {
        for (CudaLibraries.Found library : new CudaLibraries(root, Map.of()).find()) {
            assertNull(library.file(), library.name());
            assertTrue(library.install().contains("install"), library.name());
        }
    }

    @Test
    void findsDriverToolkitAndWheels() throws IOException {
        Path driver = file("usr/lib/x86_64-linux-gnu/libcuda.so.1");
        Path nvrtc = file("usr/local/cuda-13.0/lib64/libnvrtc.so.13");
        file("usr/local/cuda-12.8/lib64/libnvrtc.so.12");
        Path wheel = file("venv/lib/python3.12/site-packages/nvidia/cu13/lib/libcublasLt.so.13");
        Map<String, String> environment =
                Map.of("VIRTUAL_ENV", root.resolve("venv").toString());
        List<CudaLibraries.Found> found = new CudaLibraries(root, environment).find();
        assertEquals(
                List.of(driver.toString(), nvrtc.toString(), wheel.toString()),
                found.stream().limit(3).map(CudaLibraries.Found::file).toList());
    }

    private Path file(String path) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }
}
