package io.blip2j.core.testing;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.io.SafeTensors;
import io.blip2j.core.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The reference data: where it is, and a bundle of cases with its tensors.
///
/// Tests list folders and never name what should be there, so that `-Dgolden.dir=DIR` runs them on another set.
/// The format is described in `tools/golden/README.md`.
public final class Golden implements AutoCloseable {
    private final Path file;
    private final Json head;
    private final SafeTensors tensors;

    private Golden(Path file) {
        this.file = file;
        this.head = Json.read(file);
        if (!"golden/1".equals(head.get("format").text())) {
            throw new IllegalStateException(
                    file + ": format " + head.get("format").value()
                            + ", this reader knows golden/1. Make the data anew: tools/golden/make.py");
        }
        this.tensors = head.has("tensors")
                ? SafeTensors.open(file.resolveSibling(head.get("tensors").text()))
                : null;
    }

    /// The folder of the reference data: the property `golden.dir`, relative to the build's root, else
    /// `tools/golden/data` there.
    public static Path folder() {
        Path root = Path.of(System.getProperty("blip2j.root", ".")).toAbsolutePath();
        return root.resolve(System.getProperty("golden.dir", "tools/golden/data"))
                .normalize();
    }

    /// Opens a bundle by its path below [#folder()].
    public static Golden open(String path) {
        return new Golden(folder().resolve(path));
    }

    /// Opens a bundle.
    public static Golden open(Path file) {
        return new Golden(file);
    }

    /// Folders below one of the data's folders, sorted by name.
    public static List<Path> folders(String path) {
        try (Stream<Path> entries = Files.list(folder().resolve(path))) {
            return entries.filter(Files::isDirectory).sorted().toList();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /// The fields beside the cases.
    public Json head() {
        return head;
    }

    /// The bundle's file.
    public Path file() {
        return file;
    }

    /// All cases.
    public List<GoldenCase> cases() {
        return cases("cases");
    }

    /// All cases of a list with another name.
    public List<GoldenCase> cases(String list) {
        List<GoldenCase> cases = new ArrayList<>();
        for (Json fields : head.get(list).list()) {
            cases.add(new GoldenCase(this, fields));
        }
        return cases;
    }

    /// The tensor that a reference names, under the reference's shape.
    public Tensor tensor(Json reference, Backend backend) {
        Tensor tensor = tensors.read(reference.get("tensor").text(), backend);
        return tensor.reshape(reference.get("shape").integers());
    }

    /// A mask of leading dimensions, spread over `size` elements.
    boolean[] valid(String key, Backend backend, int size) {
        long[] mask = tensors.read(key, backend).toLongs();
        boolean[] spread = new boolean[size];
        int each = mask.length == 0 ? 1 : size / mask.length;
        for (int i = 0; i < size; i++) {
            spread[i] = mask[i / each] != 0;
        }
        return spread;
    }

    @Override
    public void close() {
        if (tensors != null) {
            tensors.close();
        }
    }
}
