package io.blip2j.tools.doctor;

import io.blip2j.core.backend.Backends;
import io.blip2j.tools.cli.CommonOptions;
import io.blip2j.tools.cli.Console;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Says what this machine offers and what is missing.
@Command(
        name = "doctor",
        description = "Say what this machine offers: JDK, vectors, cores, memory, CUDA libraries.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  blip2 doctor --json"})
public final class DoctorCommand implements Runnable {
    @Mixin
    private CommonOptions common;

    /// What `--json` prints.
    private record Report(
            Machine machine,
            String backend,
            List<String> backends,
            boolean cuda,
            List<CudaLibraries.Found> libraries) {}

    @Override
    public void run() {
        Machine machine = Machine.here();
        List<CudaLibraries.Found> libraries = new CudaLibraries(Path.of("/"), System.getenv()).find();
        boolean cuda = libraries.stream().allMatch(library -> library.file() != null || optional(library));
        Console console = common.console();
        console.row(new Report(machine, Backends.select().name(), Backends.names(), cuda, libraries));
        rows(machine, libraries).forEach((name, value) -> console.text(String.format("%-10s %s", name, value)));
    }

    private static Map<String, String> rows(Machine machine, List<CudaLibraries.Found> libraries) {
        Map<String, String> rows = new LinkedHashMap<>();
        Machine.Memory memory = machine.memory();
        int bits = machine.vector().bits();
        rows.put(
                "JDK",
                machine.java().version() + ", " + machine.java().vendor() + ", "
                        + machine.java().home());
        rows.put("system", machine.os());
        rows.put(
                "vectors",
                bits > 0
                        ? bits + " bits, " + machine.vector().floats() + " floats"
                        : "none: start with tools/bin/blip2, or add --add-modules jdk.incubator.vector");
        rows.put("cores", Integer.toString(machine.cores()));
        rows.put(
                "memory",
                gigabytes(memory.total()) + ", " + gigabytes(memory.available()) + " free; limits: heap "
                        + gigabytes(memory.heap()) + ", native " + gigabytes(memory.nativeLimit()));
        rows.put("backend", Backends.why().replaceFirst("^backend ", ""));
        for (CudaLibraries.Found library : libraries) {
            rows.put(library.name(), library.file() != null ? library.file() : "not found; " + library.install());
        }
        return rows;
    }

    private static boolean optional(CudaLibraries.Found library) {
        return library.install().startsWith("optional");
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
