package io.blip2j.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// For every operation: a row in `OpSpecs`, shapes, a source and a place in its package's map. Read from the source
/// files, so that nothing new can be forgotten.
class OpCatalogTest {
    private static final Path CORE =
            Path.of(System.getProperty("blip2j.root", "..")).toAbsolutePath().resolve("core");

    /// Types of the operations' packages that are no operation, each with what it is.
    private static final Map<String, String> NO_OPERATION = Map.ofEntries(
            Map.entry("Elementwise", "what the functions of one number share"),
            Map.entry("Broadcast", "what the functions of two numbers share"),
            Map.entry("LastAxis", "other axes by operations of the last"),
            Map.entry("Axes", "several axes by a kernel that knows one"),
            Map.entry("Update", "changes in place, tested by the optimisers"),
            Map.entry("Packing", "packed constants, tested with Linear's linear_mixed"));

    /// Operations that rows of other names call, with that row's name.
    private static final Map<String, String> INSIDE = Map.ofEntries(
            Map.entry("Contiguous", "reshape"),
            Map.entry("Unfold", "conv2d"),
            Map.entry("PackedSelfAttention", "scaled_dot_product_attention"));

    private static Map<Path, String> sources(Path under) throws IOException {
        Map<Path, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(under)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                sources.put(file, Files.readString(file));
            }
        }
        return sources;
    }

    private static Map<Path, String> operations() throws IOException {
        Map<Path, String> operations = sources(CORE.resolve("src/main/java/io/blip2j/core/op"));
        operations.keySet().removeIf(file -> {
            String name = file.getFileName().toString().replace(".java", "");
            return file.getParent().getFileName().toString().equals("op")
                    || name.equals("package-info")
                    || NO_OPERATION.containsKey(name);
        });
        return operations;
    }

    @Test
    void everyOperationHasARow() throws IOException {
        String rows = Files.readString(CORE.resolve("src/test/java/io/blip2j/core/op/OpSpecs.java"));
        Map<String, String> fluent = fluent();
        List<String> without = new ArrayList<>();
        for (Path file : operations().keySet()) {
            String name = file.getFileName().toString().replace(".java", "");
            if (INSIDE.containsKey(name)) {
                assertTrue(OpSpecs.ALL.containsKey(INSIDE.get(name)), "row " + INSIDE.get(name));
            } else if (!Pattern.compile("\\b(new )?" + name + "(\\(|\\.)")
                            .matcher(rows)
                            .find()
                    && !Pattern.compile("\\.(" + fluent.getOrDefault(name, "-") + ")\\(")
                            .matcher(rows)
                            .find()) {
                without.add(name);
            }
        }
        assertEquals(List.of(), without, "operations without a row in OpSpecs");
        assertTrue(operations().size() > 50, "the source folder is there");
    }

    /// Operation to the methods of Tensor that call it, as `a|b`.
    private static Map<String, String> fluent() throws IOException {
        String tensor = Files.readString(CORE.resolve("src/main/java/io/blip2j/core/tensor/Tensor.java"));
        Map<String, String> methods = new TreeMap<>();
        Matcher matcher =
                Pattern.compile("public Tensor (\\w+)\\([^)]*\\) \\{([^}]*)\\}").matcher(tensor);
        while (matcher.find()) {
            Matcher called = Pattern.compile("\\b([A-Z]\\w+)(?:\\(|\\.)").matcher(matcher.group(2));
            while (called.find()) {
                methods.merge(called.group(1), matcher.group(1), (a, b) -> a + "|" + b);
            }
        }
        return methods;
    }

    @Test
    void everyOperationSaysItsShapesAndItsSource() throws IOException {
        List<String> silent = new ArrayList<>();
        operations().forEach((file, text) -> {
            if (!text.contains("/// |") || !text.contains("**Source:**") || !text.contains("`")) {
                silent.add(file.getFileName().toString());
            }
        });
        assertEquals(List.of(), silent, "operations without a table of shapes or a source");
    }
}
